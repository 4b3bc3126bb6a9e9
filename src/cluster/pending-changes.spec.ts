import { describe, expect, it } from '@jest/globals';
import type { Database } from '../platform/database/database.js';
import type { ClusterStore } from './cluster.store.js';
import type { InvalidationPublisher } from './invalidation-publisher.js';
import type { InvalidationTarget } from './invalidation-target.js';
import { PendingChanges } from './pending-changes.js';

/** @param keys of links that are being changed. */
function setUp(...keys: string[]) {
  const confirmations: { target: InvalidationTarget; end: (error?: Error) => void }[] = [];
  const database = {
    read: (work: (manager: unknown) => Promise<unknown>) => work(undefined),
  } as unknown as Database;
  const store = {
    pendingLinkKeys: async (_manager: unknown, asked: readonly string[]) =>
      asked.filter((key) => keys.includes(key)),
  } as unknown as ClusterStore;
  const publisher = {
    confirm: (target: InvalidationTarget) =>
      new Promise<void>((resolve, reject) => {
        const end = (error?: Error): void => (error === undefined ? resolve() : reject(error));
        confirmations.push({ target, end });
      }),
  } as unknown as InvalidationPublisher;
  return { pending: new PendingChanges(database, store, publisher), confirmations };
}

const untilIdle = () => new Promise(setImmediate);

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let hasSettled = false;
  void promise.catch(() => undefined).finally(() => (hasSettled = true));
  await untilIdle();
  return hasSettled;
}

describe(PendingChanges.name, () => {
  it('does not wait for links that are not being changed', async () => {
    const { pending, confirmations } = setUp('changed');
    await pending.awaitLinks(['other', 'another']);
    await pending.awaitLinks([]);
    expect(confirmations).toEqual([]);
  });

  it('waits for a confirmation of each link that is', async () => {
    const { pending, confirmations } = setUp('a', 'b');
    const waiting = pending.awaitLinks(['a', 'b', 'c']);
    expect(await isSettled(waiting)).toBe(false);
    expect(confirmations.map(({ target }) => target.linkKey)).toEqual(['a', 'b']);
    confirmations[0]?.end();
    expect(await isSettled(waiting)).toBe(false);
    confirmations[1]?.end();
    expect(await isSettled(waiting)).toBe(true);
  });

  it('lets all who come during a confirmation share the next one', async () => {
    const { pending, confirmations } = setUp('a');
    const first = pending.awaitLinks(['a']);
    await untilIdle();
    const others = Array.from({ length: 100 }, () => pending.awaitLinks(['a']));
    await untilIdle();
    expect(confirmations).toHaveLength(1);
    confirmations[0]?.end();
    await first;
    expect(await isSettled(Promise.race(others))).toBe(false);
    expect(confirmations).toHaveLength(2);
    confirmations[1]?.end();
    await Promise.all(others);
  });

  it('confirms again after a failure', async () => {
    const { pending, confirmations } = setUp('a');
    const first = pending.awaitLinks(['a']);
    await untilIdle();
    const second = pending.awaitLinks(['a']);
    await untilIdle();
    confirmations[0]?.end(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await untilIdle();
    confirmations[1]?.end();
    await second;
  });
});
