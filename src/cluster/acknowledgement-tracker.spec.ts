import { describe, expect, it } from '@jest/globals';
import { PendingInvalidation } from './pending-invalidation.js';
import { SystemClock } from '../platform/background/clock.js';
import type { ClusterStore } from './cluster.store.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import type { PeerList } from './peer-list.js';
import { linkTarget } from './invalidation-target.js';

describe(AcknowledgementTracker.name, () => {
  it('does not end before it has tidied up behind those whom it answered', async () => {
    let remove = (): void => undefined;
    const removal = new Promise<void>((resolve) => (remove = resolve));
    const store = {
      post: async () => undefined,
      pendingMessages: async () => [],
      remove: () => removal,
    } as unknown as ClusterStore;
    const peers = { refresh: async () => ({ registered: [], live: [] }) } as unknown as PeerList;
    const tracker = new AcknowledgementTracker(store, peers, new SystemClock());
    await tracker.waitForAcks(new PendingInvalidation('me', 1, linkTarget('key')));
    const end = { hasCome: false };
    const ending = tracker.onApplicationShutdown().then(() => (end.hasCome = true));
    await new Promise(setImmediate);
    expect(end.hasCome).toBe(false);
    remove();
    await ending;
  });
});
