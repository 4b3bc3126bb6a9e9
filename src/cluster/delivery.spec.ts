import { describe, expect, it } from '@jest/globals';
import { Change } from './change.js';
import { SystemClock } from './clock.js';
import type { ClusterStore } from './cluster.store.js';
import { Delivery } from './delivery.js';
import type { Roster } from './roster.js';
import { ofLink } from './subject.js';

describe(Delivery.name, () => {
  it('does not end before it has tidied up behind those whom it answered', async () => {
    let remove = (): void => undefined;
    const removal = new Promise<void>((resolve) => (remove = resolve));
    const store = {
      post: async () => undefined,
      lettersAbout: async () => [],
      remove: () => removal,
    } as unknown as ClusterStore;
    const roster = { look: async () => ({ registered: [], live: [] }) } as unknown as Roster;
    const delivery = new Delivery(store, roster, new SystemClock());
    await delivery.complete(new Change('me', 1, ofLink('key')));
    const end = { hasCome: false };
    const ending = delivery.onApplicationShutdown().then(() => (end.hasCome = true));
    await new Promise(setImmediate);
    expect(end.hasCome).toBe(false);
    remove();
    await ending;
  });
});
