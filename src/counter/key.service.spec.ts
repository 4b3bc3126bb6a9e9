import { describe, expect, it, jest } from '@jest/globals';
import { InvalidationListeners } from '../cluster/invalidation-listeners.js';
import { reservedIdsTarget, linkTarget } from '../cluster/invalidation-target.js';
import { containsBlockedWord } from './blocklist.js';
import type { CounterService } from './counter.service.js';
import type { CounterStore } from './counter.store.js';
import { KeySpace } from './key-space.js';
import { KeyService } from './key.service.js';

const secret = '11'.repeat(32);

function idsFrom0() {
  let next = 0;
  return jest.fn(async (count: number) => Array.from({ length: count }, () => next++));
}

async function keyService(keyLength: number, take = idsFrom0()): Promise<KeyService> {
  const counter = { take } as unknown as CounterService;
  const store = { read: async () => ({ secret, keyLength, next: 100 }) };
  const service = new KeyService(
    counter,
    store as unknown as CounterStore,
    new InvalidationListeners(),
  );
  await service.onModuleInit();
  return service;
}

describe(KeyService.name, () => {
  it('skips reserved and blocked words, and nothing else', async () => {
    const service = await keyService(3);
    const given = new Set<number>();
    for (let id = 0; id < 62 ** 3 - 1; given.add(id)) ({ id } = await service.next());
    const space = new KeySpace(Buffer.from(secret, 'hex'), 3);
    const skipped = Array.from({ length: 62 ** 3 }, (_, id) => id)
      .filter((id) => !given.has(id))
      .flatMap((id) => space.encode([id]));
    expect(skipped).toEqual(expect.arrayContaining(['api', 'API', 'Api']));
    expect(
      skipped.filter((key) => key.toLowerCase() !== 'api' && !containsBlockedWord(key)),
    ).toEqual([]);
    expect(skipped.length).toBeGreaterThan(20);
  });

  it('recognises keys that may be issued without a message', async () => {
    const service = await keyService(7);
    const space = new KeySpace(Buffer.from(secret, 'hex'), 7);
    const may = (ids: number[]) => space.encode(ids).map((key) => service.mayBeIssued(key));
    expect(may([5_000_000])).toEqual([true]);
    await service.onJoin();
    expect(may([0, 99, 100, 1000])).toEqual([true, true, false, false]);
    service.onInvalidate(reservedIdsTarget(1000));
    service.onInvalidate(reservedIdsTarget(500));
    service.onInvalidate(linkTarget('key'));
    expect(may([0, 99, 100, 999, 1000])).toEqual([true, true, true, true, false]);
    expect(service.mayBeIssued('an-alias')).toBe(false);
  });

  it('returns a different key to each concurrent call, and generates few more', async () => {
    const take = idsFrom0();
    const service = await keyService(7, take);
    const given = await Promise.all(Array.from({ length: 250 }, () => service.next()));
    expect(new Set(given.map(({ key }) => key)).size).toBe(250);
    expect(take.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('tries again after ids could not be leased', async () => {
    const take = idsFrom0().mockRejectedValueOnce(new Error('away'));
    const service = await keyService(7, take);
    const outcomes = await Promise.allSettled([service.next(), service.next()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await service.next()).id).toBe(0);
  });

  it.each(['xxfuckx', 'FUCKxxx', 'xxSh1tx'])('knows %s for a word to skip', (key) => {
    expect(containsBlockedWord(key)).toBe(true);
  });

  it('allows nearly all keys', () => {
    const space = new KeySpace(Buffer.from(secret, 'hex'), 7);
    const ids = Array.from({ length: 20_000 }, (_, id) => id);
    const blocked = space.encode(ids).filter(containsBlockedWord);
    expect(blocked.length).toBeLessThan(400);
  });
});
