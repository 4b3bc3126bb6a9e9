import { describe, expect, it } from '@jest/globals';
import { PendingInvalidation } from './pending-invalidation.js';
import { SystemClock } from '../platform/background/clock.js';
import type { ClusterStore } from './cluster.store.js';
import { LocalSignals } from './local-signals.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import type { PeerList } from './peer-list.js';
import { linkTarget } from './invalidation-target.js';

describe(AcknowledgementTracker.name, () => {
  it('signals the recipients of a change, and those that registered since', async () => {
    const sent: string[] = [];
    const signals = { send: (ids: Iterable<string>) => void sent.push(...ids) };
    const store = {
      post: async () => undefined,
      pendingMessages: async () => [],
      remove: async () => undefined,
    } as unknown as ClusterStore;
    let registered = [{ id: 'me' }, { id: 'early' }, { id: 'late' }];
    const peers = {
      signals,
      refresh: async () => ({ registered, live: registered }),
      watch: (statement: () => Promise<unknown>) => statement(),
    } as unknown as PeerList;
    const tracker = new AcknowledgementTracker(store, peers, new SystemClock());
    const change = new PendingInvalidation('me', 1, linkTarget('key'));
    change.markSent(change.messagesFor(['me', 'early']));
    const acknowledged = tracker.waitForAcks(change);
    expect(sent).toEqual(['me', 'early']);
    await new Promise(setImmediate);
    registered = registered.slice(0, 2);
    await acknowledged;
    expect(sent).toEqual(['me', 'early', 'late']);
  });

  it('does not shut down before the outbox entries are deleted', async () => {
    let remove = (): void => undefined;
    const removal = new Promise<void>((resolve) => (remove = resolve));
    const store = {
      post: async () => undefined,
      pendingMessages: async () => [],
      remove: () => removal,
    } as unknown as ClusterStore;
    const peers = {
      signals: new LocalSignals(),
      refresh: async () => ({ registered: [], live: [] }),
      watch: (statement: () => Promise<unknown>) => statement(),
    } as unknown as PeerList;
    const tracker = new AcknowledgementTracker(store, peers, new SystemClock());
    void tracker.waitForAcks(new PendingInvalidation('me', 1, linkTarget('key')));
    let hasShutDown = false;
    const shutdown = tracker.onApplicationShutdown().then(() => (hasShutDown = true));
    await new Promise(setImmediate);
    expect(hasShutDown).toBe(false);
    remove();
    await shutdown;
  });
});
