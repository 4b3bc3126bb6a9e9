import { describe, expect, it, jest } from '@jest/globals';
import { Lease } from '../cluster/lease.js';
import { apiKeyTarget, linkTarget } from '../cluster/invalidation-target.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import type { ApiKeyStore } from './api-key.store.js';
import { createApiKey, createSession, hashSecretKey } from './api-key.js';

const TTL_MS = 60_000;
const UNKNOWN_MS = 2_000;
const LEASE_MS = 2_500;

function keyOf(secret: string): ApiKey {
  return createApiKey({ name: secret, scopes: ['admin'], expiresAtMs: null }, 0, secret).apiKey;
}

function cacheOver(...secrets: string[]) {
  const rows = new Map(
    secrets.map((secret) => [hashSecretKey(secret).hashPrefix, [keyOf(secret)]]),
  );
  const find = jest.fn(async (hashPrefix: string): Promise<ApiKey[]> => rows.get(hashPrefix) ?? []);
  const clock = { now: 0, nowMs: () => clock.now, sleep: async () => {} };
  const lease = new Lease(1);
  lease.renew(0);
  const store = { findByHashPrefix: find } as unknown as ApiKeyStore;
  const cache = new ApiKeyCache(store, clock, lease);
  /** Time goes by while the lease is renewed. */
  const live = (ms: number): void => {
    clock.now += ms;
    lease.renew(clock.now);
  };
  const idOf = (secret: string): string =>
    rows.get(hashSecretKey(secret).hashPrefix)?.[0]?.id ?? '';
  const revoke = (secret: string): void => void rows.delete(hashSecretKey(secret).hashPrefix);
  return { cache, clock, lease, live, find, idOf, revoke };
}

/** The next answer of the database: what it is now, told when it is told to. */
function slowly({ find }: ReturnType<typeof cacheOver>) {
  const answer = find.getMockImplementation();
  let arrive = (): void => {};
  find.mockImplementationOnce(async (hashPrefix) => {
    const read = await answer?.(hashPrefix);
    await new Promise<void>((resolve) => (arrive = resolve));
    return read ?? [];
  });
  return async (): Promise<void> => {
    await new Promise(setImmediate);
    arrive();
  };
}

describe(ApiKeyCache.name, () => {
  it('reads a key once, and has it at once then', async () => {
    const { cache, find } = cacheOver('good');
    expect(cache.getSync('good')).toBeUndefined();
    const read = await cache.read('good');
    expect(read).toMatchObject({ name: 'good' });
    expect(cache.getSync('good')).toBe(read);
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('reads once for all who ask meanwhile, a key or none', async () => {
    const { cache, find } = cacheOver('good');
    const asked = (secret: string) => Array.from({ length: 100 }, () => cache.read(secret));
    const all = await Promise.all([...asked('good'), ...asked('bad')]);
    expect(all.map((key) => key?.name)).toEqual([
      ...Array.from({ length: 100 }, () => 'good'),
      ...Array.from({ length: 100 }, () => undefined),
    ]);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('reads a key again when its time is over, though it was hit until the end', async () => {
    const { cache, live } = cacheOver('good');
    await cache.read('good');
    for (let second = 0; second < TTL_MS / 1000; second++) {
      expect(cache.getSync('good')).not.toBeUndefined();
      live(1000);
    }
    expect(cache.getSync('good')).toBeUndefined();
  });

  it('remembers for a moment what is no key', async () => {
    const { cache, live } = cacheOver();
    expect(await cache.read('bad')).toBeNull();
    live(UNKNOWN_MS - 1);
    expect(cache.getSync('bad')).toBeNull();
    live(1);
    expect(cache.getSync('bad')).toBeUndefined();
  });

  it('keeps keys however many guesses come, and a bounded number of keys', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => `key ${index}`);
    const { cache } = cacheOver('good', ...many);
    await cache.read('good');
    for (let guess = 0; guess < 20_000; guess++) await cache.read(`guess ${guess}`);
    expect(cache.getSync('guess 0')).toBeUndefined();
    expect(cache.getSync('good')).not.toBeUndefined();
    for (const secret of many) await cache.read(secret);
    expect(cache.getSync('good')).toBeUndefined();
  });

  it('lets nobody in by half of a hash', async () => {
    const { cache, find } = cacheOver();
    find.mockImplementation(async (hashPrefix) => [{ ...keyOf('other'), hashPrefix }]);
    expect(await cache.read('bad')).toBeNull();
    expect(cache.getSync('bad')).toBeNull();
  });

  it('remembers no failure', async () => {
    const { cache, find } = cacheOver('good');
    find.mockRejectedValueOnce(new Problem('database-unavailable'));
    await expect(cache.read('good')).rejects.toThrow('database');
    expect(cache.getSync('good')).toBeUndefined();
    expect(await cache.read('good')).toMatchObject({ name: 'good' });
  });

  describe('behind an invalidation', () => {
    it('has forgotten the key, no other, and what was no key', async () => {
      const { cache, idOf } = cacheOver('good', 'other');
      await Promise.all([cache.read('good'), cache.read('other'), cache.read('bad')]);
      cache.onInvalidate(linkTarget('good'));
      expect(cache.getSync('good')).not.toBeUndefined();
      cache.onInvalidate(apiKeyTarget(idOf('good')));
      expect(cache.getSync('good')).toBeUndefined();
      expect(cache.getSync('other')).toMatchObject({ name: 'other' });
      expect(cache.getSync('bad')).toBeUndefined();
    });

    it('has forgotten the sessions of the key, or one session alone', async () => {
      const { cache, find } = cacheOver();
      const parent = keyOf('parent');
      const [one, other] = [createSession(parent, false, 0), createSession(parent, true, 0)];
      const rows = [{ apiKey: parent, secret: 'parent' }, one, other];
      find.mockImplementation(async (hashPrefix) =>
        rows.map(({ apiKey }) => apiKey).filter((apiKey) => apiKey.hashPrefix === hashPrefix),
      );
      const readAll = () => Promise.all(rows.map(({ secret }) => cache.read(secret)));
      const cached = () => rows.map(({ secret }) => cache.getSync(secret) !== undefined);
      await readAll();
      cache.onInvalidate(apiKeyTarget(one.apiKey.id));
      expect(cached()).toEqual([true, false, true]);
      await readAll();
      cache.onInvalidate(apiKeyTarget(parent.id));
      expect(cached()).toEqual([false, false, false]);
    });

    /** The key is being read when it is revoked, and what was read arrives when it is told to. */
    async function revokedMeanwhile(which: string) {
      const over = cacheOver('good');
      const { cache, idOf, revoke } = over;
      const arrive = slowly(over);
      const early = cache.read('good');
      const id = idOf('good');
      await new Promise(setImmediate);
      revoke('good');
      if (which === 'all') cache.onJoin();
      else cache.onInvalidate(apiKeyTarget(id));
      return { cache, early, arrive };
    }

    it.each(['its own', 'all'])('does not keep what was read before %s', async (which) => {
      const { cache, early, arrive } = await revokedMeanwhile(which);
      await arrive();
      expect(await early).toMatchObject({ name: 'good' });
      expect(cache.getSync('good')).toBeUndefined();
    });

    it.each(['its own', 'all'])('does not tell who asks what was read before %s', async (which) => {
      const { cache, early, arrive } = await revokedMeanwhile(which);
      expect(await cache.read('good')).toBeNull();
      await arrive();
      expect(await early).toMatchObject({ name: 'good' });
      expect(cache.getSync('good')).toBeNull();
    });

    it('forgets all when it joins', async () => {
      const { cache } = cacheOver('good');
      await Promise.all([cache.read('good'), cache.read('bad')]);
      cache.onJoin();
      expect([cache.getSync('good'), cache.getSync('bad')]).toEqual([undefined, undefined]);
    });
  });

  describe('without a lease', () => {
    it('relies on nothing it remembers', async () => {
      const { cache, clock, lease, find } = cacheOver('good');
      await cache.read('good');
      clock.now = LEASE_MS - 1;
      expect(cache.getSync('good')).not.toBeUndefined();
      clock.now = LEASE_MS;
      await cache.read('bad');
      expect([cache.getSync('good'), cache.getSync('bad')]).toEqual([undefined, undefined]);
      find.mockRejectedValueOnce(new Problem('database-unavailable'));
      await expect(cache.read('good')).rejects.toThrow('database');
      lease.renew(clock.now);
      expect(cache.getSync('good')).toMatchObject({ name: 'good' });
    });

    it('does not share a reading that began before', async () => {
      const over = cacheOver('good');
      const { cache, clock, revoke } = over;
      const arrive = slowly(over);
      const early = cache.read('good');
      await new Promise(setImmediate);
      revoke('good');
      clock.now = LEASE_MS;
      const late = cache.read('good');
      await arrive();
      expect(await early).toMatchObject({ name: 'good' });
      expect(await late).toBeNull();
    });
  });
});
