import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { InvalidationPublisher } from '../../src/cluster/invalidation-publisher.js';
import { SystemClock } from '../../src/platform/background/clock.js';
import { ClusterStore } from '../../src/cluster/cluster.store.js';
import { AcknowledgementTracker } from '../../src/cluster/acknowledgement-tracker.js';
import { Instance } from '../../src/cluster/instance.entity.js';
import { Invalidation } from '../../src/cluster/invalidation.entity.js';
import { Membership } from '../../src/cluster/membership.js';
import { InstanceMetricsSources } from '../../src/cluster/instance-metrics.js';
import { InvalidationInbox } from '../../src/cluster/invalidation-inbox.js';
import { InvalidationListeners } from '../../src/cluster/invalidation-listeners.js';
import { PeerList } from '../../src/cluster/peer-list.js';
import { apiKeyTarget, linkTarget } from '../../src/cluster/invalidation-target.js';
import { Database } from '../../src/platform/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { eventually } from '../support/eventually.js';

const METRICS = {
  cacheSize: 1,
  cacheHits: 2,
  cacheMisses: 3,
  cacheEvictions: 4,
  clicksRecorded: 5,
  clicksPending: 6,
  clicksLost: 7,
};

function instance(id: string): Instance {
  const times = { startedAtMs: 1, lastHeartbeatAtMs: 1, heartbeats: 0 };
  return { id, host: 'host', pid: 1, version: '1.0.0', ...times, ...METRICS };
}

function createMessage(recipientId: string, changeId: string, linkKey = 'key'): Invalidation {
  return { recipientId, changeId, ...linkTarget(linkKey) };
}

describeOnEachDatabase(ClusterStore.name, (make) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: ClusterStore;
  let main: Database;
  let dedicated: Database;

  beforeAll(async () => {
    database = await make();
    dataSource = await openDataSource(database, ENTITIES);
    main = new Database(dataSource);
    dedicated = await main.dedicatedConnection();
    store = new ClusterStore(dedicated);
  });
  beforeEach(async () => {
    await dataSource.manager.clear(Invalidation);
    await dataSource.manager.clear(Instance);
  });
  afterAll(async () => {
    await store.close();
    await dataSource.destroy();
    await database.drop();
  });

  it('counts the heartbeats of registered instances, and reports an unregistered one', async () => {
    await store.register(instance('a'));
    expect(await store.heartbeat('a', 5, { ...METRICS, cacheHits: 9 })).toBe(true);
    expect(await store.heartbeat('b', 5, METRICS)).toBe(false);
    expect(await store.listInstances()).toEqual([
      { ...instance('a'), heartbeats: 1, lastHeartbeatAtMs: 5, cacheHits: 9 },
    ]);
  });

  it('does not unregister an instance that has sent a heartbeat since', async () => {
    await store.register(instance('a'));
    await store.heartbeat('a', 5, METRICS);
    await store.unregister('a', 0);
    expect(await store.listInstances()).toHaveLength(1);
    await store.unregister('a', 1);
    expect(await store.listInstances()).toEqual([]);
  });

  it('stores each message once, and removes messages by their whole keys', async () => {
    await store.post([
      createMessage('a', 'x.1'),
      createMessage('b', 'x.1'),
      createMessage('a', 'x.2', 'other'),
    ]);
    await store.post([createMessage('a', 'x.1'), createMessage('c', 'x.1')]);
    expect(await store.messagesFor('a')).toEqual([
      createMessage('a', 'x.1'),
      createMessage('a', 'x.2', 'other'),
    ]);
    expect(
      (await store.pendingMessages(['x.1'])).map(({ recipientId }) => recipientId).sort(),
    ).toEqual(['a', 'b', 'c']);
    await store.remove([createMessage('a', 'x.1'), createMessage('c', 'x.1')]);
    expect(await store.pendingMessages(['x.1', 'x.2'])).toHaveLength(2);
  });

  it('accepts more messages than a statement has parameters', async () => {
    const messages = Array.from({ length: 9_000 }, (_, index) => createMessage('a', `x.${index}`));
    await store.post(messages);
    const ids = messages.map(({ changeId }) => changeId);
    expect(await store.pendingMessages(ids)).toHaveLength(9_000);
    await store.remove(messages);
    expect(await store.messagesFor('a')).toEqual([]);
  });

  it('inserts messages with the work of their transaction, or neither', async () => {
    const failed = main.transaction(async (manager) => {
      await store.insertMessages(manager, [createMessage('a', 'x.1')]);
      throw new Error('refused');
    });
    await expect(failed).rejects.toThrow('refused');
    expect(await store.messagesFor('a')).toEqual([]);
    await main.transaction((manager) => store.insertMessages(manager, [createMessage('a', 'x.1')]));
    expect(await store.messagesFor('a')).toHaveLength(1);
  });

  it('finds what is being changed: that of which there is an outbox entry', async () => {
    const keys = ['changed', 'acknowledged', 'confirmed', 'Changed', 'other'];
    await store.post([
      createMessage('a', 'a.1', 'changed'),
      createMessage('b', 'a.1', 'changed'),
      createMessage('b', 'a.2', 'acknowledged'),
      createMessage('a', '~a.3', 'confirmed'),
      { ...createMessage('a', 'a.4'), ...apiKeyTarget('revoked') },
      { ...createMessage('b', 'a.5'), ...apiKeyTarget('acknowledged') },
    ]);
    expect(await store.pendingLinkKeys(dataSource.manager, keys)).toEqual(['changed']);
    expect(await store.pendingLinkKeys(dataSource.manager, ['other'])).toEqual([]);
    expect(await store.pendingApiKeyIds(dataSource.manager)).toEqual(['revoked']);
  });

  it('finds messages without a registered recipient', async () => {
    await store.register(instance('a'));
    await store.post([
      createMessage('a', 'x.1'),
      createMessage('gone', 'x.1'),
      createMessage('gone', 'gone.4'),
    ]);
    const orphans = await store.orphanedMessages();
    expect(orphans.map(({ changeId }) => changeId).sort()).toEqual(['gone.4', 'x.1']);
  });

  describe('after a publisher has died', () => {
    it('completes its change and leaves no messages', async () => {
      const clock = new SystemClock();
      const listeners = new InvalidationListeners();
      const peers = new PeerList(store, clock);
      const tracker = new AcknowledgementTracker(store, peers, clock);
      const publisher = new InvalidationPublisher(store, peers, tracker, listeners);
      const membership = new Membership(store, peers, listeners, new InstanceMetricsSources());
      const inbox = new InvalidationInbox(store, peers, listeners, publisher);
      const invalidated: unknown[] = [];
      listeners.add({
        onJoin: () => {},
        onInvalidate: (target) => void invalidated.push(target),
      });
      await membership.join();
      await store.register(instance('other'));
      await store.post([createMessage('dead', 'dead.1', 'changed'), createMessage('dead', 'x.1')]);
      await inbox.takeOverOrphans();
      expect(invalidated).toEqual([linkTarget('changed')]);
      await eventually(async () => (await store.messagesFor('other')).length === 1);
      // Live instances acknowledge their messages.
      for (const id of ['other', peers.selfId]) await store.remove(await store.messagesFor(id));
      await eventually(async () => (await dataSource.manager.count(Invalidation)) === 0);
    });
  });
});
