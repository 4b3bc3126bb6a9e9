import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Announcer } from '../../src/cluster/announcer.js';
import { SystemClock } from '../../src/cluster/clock.js';
import { ClusterStore } from '../../src/cluster/cluster.store.js';
import { Delivery } from '../../src/cluster/delivery.js';
import { Instance } from '../../src/cluster/instance.entity.js';
import { Invalidation } from '../../src/cluster/invalidation.entity.js';
import { Membership } from '../../src/cluster/membership.js';
import { Participants } from '../../src/cluster/participants.js';
import { Roster } from '../../src/cluster/roster.js';
import { ofLink } from '../../src/cluster/subject.js';
import { Database } from '../../src/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { eventually } from '../support/eventually.js';
import { migrate } from '../support/instance.js';

const REPORT = {
  cacheSize: 1,
  cacheHits: 2,
  cacheMisses: 3,
  cacheEvictions: 4,
  clicksRecorded: 5,
  clicksPending: 6,
  clicksLost: 7,
};

function instance(id: string): Instance {
  const times = { startedAtMs: 1, seenAtMs: 1, beats: 0 };
  return { id, host: 'host', pid: 1, version: '1.0.0', ...times, ...REPORT };
}

function letter(instanceId: string, changeId: string, linkKey = 'key'): Invalidation {
  return { instanceId, changeId, ...ofLink(linkKey) };
}

describeOnEachDatabase(ClusterStore.name, (make) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: ClusterStore;
  let beside: Database;

  beforeAll(async () => {
    database = await make();
    await migrate(database);
    dataSource = await openDataSource(database, ENTITIES);
    const main = new Database(dataSource);
    beside = await main.beside();
    store = new ClusterStore(beside, main);
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

  it('counts the beats of who is registered, and says who is not', async () => {
    await store.register(instance('a'));
    expect(await store.beat('a', 5, { ...REPORT, cacheHits: 9 })).toBe(true);
    expect(await store.beat('b', 5, REPORT)).toBe(false);
    expect(await store.instances()).toEqual([
      { ...instance('a'), beats: 1, seenAtMs: 5, cacheHits: 9 },
    ]);
  });

  it('strikes off nobody who has shown a sign of life since', async () => {
    await store.register(instance('a'));
    await store.beat('a', 5, REPORT);
    await store.unregister('a', 0);
    expect(await store.instances()).toHaveLength(1);
    await store.unregister('a', 1);
    expect(await store.instances()).toEqual([]);
  });

  it('delivers letters once, however often they are posted, by their whole keys', async () => {
    await store.post([letter('a', 'x.1'), letter('b', 'x.1'), letter('a', 'x.2', 'other')]);
    await store.post([letter('a', 'x.1'), letter('c', 'x.1')]);
    expect(await store.lettersTo('a')).toEqual([letter('a', 'x.1'), letter('a', 'x.2', 'other')]);
    expect((await store.lettersAbout(['x.1'])).map(({ instanceId }) => instanceId).sort()).toEqual([
      'a',
      'b',
      'c',
    ]);
    await store.remove([letter('a', 'x.1'), letter('c', 'x.1')]);
    expect(await store.lettersAbout(['x.1', 'x.2'])).toHaveLength(2);
  });

  it('takes more letters than a statement has parameters', async () => {
    const letters = Array.from({ length: 9_000 }, (_, index) => letter('a', `x.${index}`));
    await store.post(letters);
    const ids = letters.map(({ changeId }) => changeId);
    expect(await store.lettersAbout(ids)).toHaveLength(9_000);
    await store.remove(letters);
    expect(await store.lettersTo('a')).toEqual([]);
  });

  it('posts letters with the work, or neither', async () => {
    const failing = async (): Promise<never> => Promise.reject(new Error('refused'));
    await expect(store.commit(failing, [letter('a', 'x.1')])).rejects.toThrow('refused');
    expect(await store.lettersTo('a')).toEqual([]);
    expect(await store.commit(async () => 'done', [letter('a', 'x.1')])).toBe('done');
    expect(await store.lettersTo('a')).toHaveLength(1);
  });

  it('finds letters that nobody will read', async () => {
    await store.register(instance('a'));
    await store.post([letter('a', 'x.1'), letter('gone', 'x.1'), letter('gone', 'gone.4')]);
    const orphans = await store.orphans();
    expect(orphans.map(({ changeId }) => changeId).sort()).toEqual(['gone.4', 'x.1']);
  });

  describe('of an author that died', () => {
    it('has the others told in its place, and nothing left behind', async () => {
      const clock = new SystemClock();
      const participants = new Participants();
      const roster = new Roster(store, clock);
      const delivery = new Delivery(store, roster, clock);
      const announcer = new Announcer(store, roster, delivery, participants);
      const membership = new Membership(store, roster, participants, announcer);
      const forgotten: unknown[] = [];
      participants.add({
        joined: () => {},
        invalidated: (subject) => void forgotten.push(subject),
      });
      await membership.join();
      await store.register(instance('newcomer'));
      await store.post([letter('dead', 'dead.1', 'changed'), letter('dead', 'x.1')]);
      await membership.sweep();
      expect(forgotten).toEqual([ofLink('changed')]);
      await eventually(async () => (await store.lettersTo('newcomer')).length === 1);
      // As the living do.
      for (const id of ['newcomer', roster.selfId]) await store.remove(await store.lettersTo(id));
      await eventually(async () => (await dataSource.manager.count(Invalidation)) === 0);
    });
  });
});
