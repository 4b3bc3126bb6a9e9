import { describe, expect, it } from '@jest/globals';
import { PendingInvalidation } from './pending-invalidation.js';
import { SystemClock } from '../platform/background/clock.js';
import type { ClusterStore } from './cluster.store.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import type { PeerList } from './peer-list.js';
import { linkTarget } from './invalidation-target.js';

describe(AcknowledgementTracker.name, () => {
  it('does not shut down before the outbox entries are deleted', async () => {
    let remove = (): void => undefined;
    const removal = new Promise<void>((resolve) => (remove = resolve));
    const store = {
      post: async () => undefined,
      pendingMessages: async () => [],
      remove: () => removal,
    } as unknown as ClusterStore;
    const peers = {
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
