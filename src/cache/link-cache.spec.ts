import { describe, expect, it, jest } from '@jest/globals';
import { Lease } from '../cluster/lease.js';
import { apiKeyTarget, reservedIdsTarget, linkTarget } from '../cluster/invalidation-target.js';
import type { Config } from '../platform/config/config.js';
import type { KeyService } from '../counter/key.service.js';
import { Problem } from '../platform/errors/problem.js';
import type { Redirect } from '../link/redirect.js';
import { databaseUnavailable } from '../platform/database/database-unavailable.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { LinkCache } from './link-cache.js';

const TTL_SECONDS = 60;
const MAX_STALE_MS = 100_000;

/** A clock that only `pass` moves. It wakes the sleepers that are due. */
function createCache({ maxLinks = 100, mayBeIssued = (): boolean => false } = {}) {
  const clock = new FakeClock();
  const lease = new Lease(MAX_STALE_MS);
  lease.renew(0);
  const config = { cacheMaxLinksCount: maxLinks, cacheTtlSeconds: TTL_SECONDS } as Config;
  const keys = { mayBeIssued } as unknown as KeyService;
  const cache = new LinkCache(config, clock, lease, keys);
  /** Moves the clock and renews the lease. */
  const live = (ms: number): void => {
    clock.pass(ms);
    lease.renew(clock.now);
  };
  return { cache, clock, lease, live };
}

function redirect(url: string): Redirect {
  return { url } as unknown as Redirect;
}

/** A load that the test resolves or rejects. */
function controlledLoad() {
  let arrive = (_found: Redirect | null): void => {};
  let fail = (_error: unknown): void => {};
  const load = jest.fn(
    () =>
      new Promise<Redirect | null>((resolve, reject) => {
        arrive = resolve;
        fail = reject;
      }),
  );
  const untilAsked = async (): Promise<void> => {
    while (load.mock.calls.length === 0) await Promise.resolve();
  };
  return {
    load,
    untilAsked,
    arrive: (found: Redirect | null) => arrive(found),
    fail: (error: unknown) => fail(error),
  };
}

const away = async (): Promise<never> => {
  throw new Problem('database-unavailable');
};

describe(LinkCache.name, () => {
  it('loads a link once and then returns the same object from memory', async () => {
    const { cache } = createCache();
    const load = jest.fn(async () => redirect('a'));
    const first = await cache.resolve('key', load);
    expect(await cache.resolve('key', load)).toBe(first);
    expect(cache.getSync('key')).toBe(first);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('loads a link again when it has expired, even if it was hit until then', async () => {
    const { cache, live } = createCache();
    const load = jest.fn(async () => redirect('a'));
    await cache.resolve('key', load);
    for (let second = 1; second < TTL_SECONDS; second++) {
      live(1000);
      await cache.resolve('key', load);
    }
    expect(load).toHaveBeenCalledTimes(1);
    live(1000);
    expect(cache.getSync('key')).toBeUndefined();
    await cache.resolve('key', load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('evicts the least recently used link, and counts that', async () => {
    const { cache } = createCache({ maxLinks: 2 });
    const load = jest.fn(async () => redirect('a'));
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.resolve(key, load);
    expect(load).toHaveBeenCalledTimes(4);
    expect(cache.metrics()).toEqual({
      cacheSize: 2,
      cacheHits: 2,
      cacheMisses: 4,
      cacheEvictions: 2,
    });
  });

  describe('with an unknown key', () => {
    it('remembers it for a short time', async () => {
      const { cache, live } = createCache();
      const load = jest.fn(async () => null);
      await cache.resolve('key', load);
      live(1_999);
      expect(await cache.resolve('key', load)).toBeNull();
      expect(load).toHaveBeenCalledTimes(1);
      live(1);
      await cache.resolve('key', load);
      expect(load).toHaveBeenCalledTimes(2);
    });

    it('loads it again when an alias takes the key', async () => {
      const { cache } = createCache();
      await cache.resolve('key', async () => null);
      await cache.onInvalidate(linkTarget('key'));
      expect(await cache.resolve('key', async () => redirect('claimed'))).not.toBeNull();
    });

    it('loads it again when its block is reserved, and does not remember a reserved key', async () => {
      let isLeased = false;
      const { cache } = createCache({ mayBeIssued: () => isLeased });
      const load = jest.fn(async () => null);
      await cache.resolve('key', load);
      isLeased = true;
      await cache.onInvalidate(reservedIdsTarget(1000));
      await cache.resolve('key', load);
      await cache.resolve('key', load);
      expect(load).toHaveBeenCalledTimes(3);
    });

    it('remembers it when an API key is revoked', async () => {
      const { cache } = createCache();
      const load = jest.fn(async () => null);
      await cache.resolve('key', load);
      await cache.onInvalidate(apiKeyTarget('4711'));
      await cache.resolve('key', load);
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('does not share an earlier load of a reserved key', async () => {
      const { cache } = createCache({ mayBeIssued: () => true });
      const early = controlledLoad();
      const first = cache.resolve('key', early.load);
      await early.untilAsked();
      const second = cache.resolve('key', async () => redirect('made meanwhile'));
      await new Promise(setImmediate);
      early.arrive(null);
      expect(await first).toBeNull();
      expect(await second).toEqual(redirect('made meanwhile'));
    });

    it('keeps a bounded number of unknown keys, apart from the links', async () => {
      const { cache } = createCache({ maxLinks: 10 });
      const load = jest.fn(async () => redirect('hot'));
      await cache.resolve('hot', load);
      for (let scan = 0; scan < 50_000; scan++) await cache.resolve(`k${scan}`, async () => null);
      await cache.resolve('hot', load);
      expect(load).toHaveBeenCalledTimes(1);
      expect(cache.metrics()).toMatchObject({ cacheSize: 1, cacheEvictions: 0 });
    });
  });

  it('asks only for keys with a copy in an outage', async () => {
    let isDown = false;
    const assertUp = (): void => {
      if (isDown) throw databaseUnavailable(new Error('down'));
    };
    const { cache, live } = createCache();
    const load = jest.fn(async () => redirect('a'));
    await cache.resolve('key', load, assertUp);
    isDown = true;
    live(TTL_SECONDS * 1000);
    await expect(cache.resolve('other', load, assertUp)).rejects.toThrow(Problem);
    expect(load).toHaveBeenCalledTimes(1);
    expect(await cache.resolve('key', load, assertUp)).toEqual(redirect('a'));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('does not ask for a key without a copy when the outage is noticed as it waits for a load', async () => {
    const { cache, clock } = createCache();
    clock.pass(10_000);
    const first = controlledLoad();
    const failing = cache.resolve('key', first.load);
    await first.untilAsked();
    const load = jest.fn(async () => redirect('a'));
    let isDown = false;
    const waiting = cache.resolve('key', load, () => {
      if (isDown) throw databaseUnavailable(new Error('down'));
    });
    await Promise.resolve();
    isDown = true;
    first.fail(databaseUnavailable(new Error('down')));
    await expect(failing).rejects.toThrow(Problem);
    await expect(waiting).rejects.toThrow(Problem);
    expect(load).not.toHaveBeenCalled();
  });

  describe('after an invalidation', () => {
    it('loads the link again', async () => {
      const { cache } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      await cache.onInvalidate(linkTarget('key'));
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it('does not return what was read before', async () => {
      const { cache } = createCache();
      const early = controlledLoad();
      void cache.resolve('key', early.load);
      await early.untilAsked();
      await cache.onInvalidate(linkTarget('key'));
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it.each(['its own', 'all'])(
      'does not keep what was read before and arrived after %s',
      async (which) => {
        const { cache } = createCache();
        const early = controlledLoad();
        const late = cache.resolve('key', early.load);
        await early.untilAsked();
        await (which === 'all' ? cache.onJoin() : cache.onInvalidate(linkTarget('key')));
        early.arrive(redirect('old'));
        await late;
        expect(cache.getSync('key')).toBeUndefined();
      },
    );

    it('clears everything when the instance joins', async () => {
      const { cache } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      await cache.resolve('unknown', async () => null);
      await cache.onJoin();
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('unknown', async () => redirect('new'))).toEqual(redirect('new'));
    });
  });

  describe('without a lease', () => {
    it('loads a cached link again, because a change may have been missed', async () => {
      const { cache, clock } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it('does not share a load that began before', async () => {
      const { cache, clock } = createCache();
      clock.pass(3_000);
      const early = controlledLoad();
      void cache.resolve('key', early.load);
      await early.untilAsked();
      const second = cache.resolve('key', async () => redirect('new'));
      await new Promise(setImmediate);
      early.arrive(redirect('old'));
      expect(await second).toEqual(redirect('new'));
    });

    it('serves cached links while the database is unavailable, until they are too old', async () => {
      const { cache, clock } = createCache();
      const old = await cache.resolve('key', async () => redirect('old'));
      clock.pass(MAX_STALE_MS - 1);
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', away)).toBe(old);
      expect(cache.getSync('key')).toBe(old);
      clock.pass(1);
      expect(cache.getSync('key')).toBeUndefined();
      await expect(cache.resolve('key', away)).rejects.toThrow('database');
    });

    /** The database has just failed, and the old copy is served. */
    async function inOutage() {
      const { cache, clock, lease } = createCache();
      const old = await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      expect(await cache.resolve('key', away)).toBe(old);
      return { cache, clock, lease, old };
    }

    it('serves nothing if the last failure is half a second old', async () => {
      const { cache, clock } = await inOutage();
      clock.pass(500);
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it('counts a failure from the time when the database was asked', async () => {
      const { cache, clock } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      const stuck = controlledLoad();
      const first = cache.resolve('key', stuck.load);
      await stuck.untilAsked();
      clock.pass(500);
      stuck.load.mockImplementation(async () => redirect('new'));
      stuck.fail(new Problem('database-unavailable'));
      expect(await first).toEqual(redirect('new'));
    });

    it('asks again meanwhile, with one request at a time, for which nobody waits', async () => {
      const { cache, clock, old } = await inOutage();
      clock.pass(249);
      expect(cache.getSync('key')).toBe(old);
      clock.pass(1);
      expect(cache.getSync('key')).toBeUndefined();
      const probe = controlledLoad();
      expect(await cache.resolve('key', probe.load)).toBe(old);
      await probe.untilAsked();
      expect(cache.getSync('key')).toBe(old);
      const second = jest.fn(away);
      expect(await cache.resolve('key', second)).toBe(old);
      expect(second).not.toHaveBeenCalled();
      probe.fail(new Problem('database-unavailable'));
      await new Promise(setImmediate);
      clock.pass(499);
      expect(await cache.resolve('key', second)).toBe(old);
    });

    it('asks for each request once the database has answered', async () => {
      const { cache, clock, old } = await inOutage();
      clock.pass(250);
      expect(await cache.resolve('key', async () => redirect('new'))).toBe(old);
      await new Promise(setImmediate);
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', async () => redirect('newer'))).toEqual(redirect('newer'));
    });

    it('lets requests wait for the one that asks', async () => {
      const { cache, clock, old } = await inOutage();
      clock.pass(500);
      const probe = controlledLoad();
      const first = cache.resolve('key', probe.load);
      await probe.untilAsked();
      const second = jest.fn(away);
      const other = cache.resolve('key', second);
      await new Promise(setImmediate);
      probe.fail(new Problem('database-unavailable'));
      expect(await Promise.all([first, other])).toEqual([old, old]);
      expect(second).not.toHaveBeenCalled();
    });

    it('does not join a read that was late', async () => {
      const { cache, clock, old } = await inOutage();
      clock.pass(250);
      const hung = controlledLoad();
      expect(await cache.resolve('key', hung.load)).toBe(old);
      await hung.untilAsked();
      for (let slice = 0; slice < 5; slice++) {
        await new Promise(setImmediate);
        clock.pass(100);
      }
      await new Promise(setImmediate);
      expect(await cache.resolve('key', async () => redirect('new'))).toBe(old);
      await new Promise(setImmediate);
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it('serves what another request has loaded meanwhile, if the database is away then', async () => {
      const { cache, clock } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      const early = controlledLoad();
      const first = cache.resolve('key', early.load);
      await early.untilAsked();
      const second = cache.resolve('key', away);
      await new Promise(setImmediate);
      early.arrive(redirect('new'));
      expect(await Promise.all([first, second])).toEqual([redirect('new'), redirect('new')]);
    });

    it('does not let requests wait for each other when copies are too old', async () => {
      const { cache, clock } = createCache();
      const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
      for (const key of keys) await cache.resolve(key, async () => redirect(key));
      clock.pass(MAX_STALE_MS + 3_000);
      const load = jest.fn(away);
      const requests = Array.from({ length: 10 }, () =>
        keys.map((key) => cache.resolve(key, load)),
      );
      const outcomes = await Promise.allSettled(requests.flat());
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
      expect(load.mock.calls.length).toBeLessThanOrEqual(2 * keys.length);
    });

    it('serves copies whose loads began before the outage and do not end', async () => {
      const { cache, clock, live } = createCache();
      const keys = ['a', 'b', 'c', 'd', 'e'];
      for (const key of keys) await cache.resolve(key, async () => redirect(key));
      live(TTL_SECONDS * 1000);
      const hang = (): Promise<never> => new Promise(() => {});
      const resolveAll = async (): Promise<unknown> => {
        const answers = Promise.all(keys.map((key) => cache.resolve(key, hang)));
        for (let slice = 0; slice < 10; slice++) {
          await new Promise(setImmediate);
          clock.pass(100);
        }
        return Promise.race([answers, new Promise((late) => setImmediate(late, 'late'))]);
      };
      const copies = keys.map(redirect);
      expect(await resolveAll()).toEqual(copies);
      clock.pass(2_000);
      expect(await resolveAll()).toEqual(copies);
    });

    it('ignores the failure of a request that is older than an answer', async () => {
      const { cache, clock } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      const stuck = controlledLoad();
      const first = cache.resolve('key', stuck.load);
      await stuck.untilAsked();
      clock.pass(1);
      await cache.resolve('other', async () => redirect('other'));
      stuck.load.mockImplementation(async () => redirect('new'));
      stuck.fail(new Problem('database-unavailable'));
      expect(await first).toEqual(redirect('new'));
      expect(cache.getSync('key')).toBeUndefined();
    });

    it('ignores a failure that arrives after a pause of the process', async () => {
      const { cache, clock } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      const stuck = controlledLoad();
      const first = cache.resolve('key', stuck.load);
      await stuck.untilAsked();
      clock.pass(10_000);
      const next = cache.resolve('key', async () => redirect('new'));
      stuck.load.mockImplementation(async () => redirect('new'));
      stuck.fail(new Problem('database-unavailable'));
      expect(await Promise.all([first, next])).toEqual([redirect('new'), redirect('new')]);
    });
  });

  describe('with an expired link', () => {
    /** Its time is over, and the database has been asked. */
    async function readingAgain() {
      const { cache, clock, live } = createCache();
      const old = await cache.resolve('key', async () => redirect('old'));
      live(TTL_SECONDS * 1000);
      const late = controlledLoad();
      const answer = cache.resolve('key', late.load);
      await late.untilAsked();
      return { cache, clock, old, late, answer };
    }

    it('serves the old copy when the database is unavailable', async () => {
      const { cache, live } = createCache();
      const old = await cache.resolve('key', async () => redirect('old'));
      live(TTL_SECONDS * 1000);
      expect(await cache.resolve('key', away)).toBe(old);
      await expect(cache.resolve('other', away)).rejects.toThrow('database');
    });

    it('serves the old copy when the database is slow, and stores the result when it arrives', async () => {
      const { cache, clock, old, late, answer } = await readingAgain();
      for (let slice = 0; slice < 5; slice++) {
        await new Promise(setImmediate);
        clock.pass(100);
      }
      expect(await answer).toBe(old);
      late.arrive(redirect('new'));
      await new Promise(setImmediate);
      expect(cache.getSync('key')).toEqual(redirect('new'));
    });

    it('does not count time in which the process was stopped', async () => {
      const { clock, late, answer } = await readingAgain();
      for (let slice = 0; slice < 5; slice++) {
        await new Promise(setImmediate);
        clock.pass(10_000);
      }
      late.arrive(redirect('new'));
      expect(await answer).toEqual(redirect('new'));
    });

    it('does not serve a copy that was invalidated meanwhile', async () => {
      const { cache, late, answer } = await readingAgain();
      await cache.onInvalidate(linkTarget('key'));
      late.load.mockImplementation(away);
      late.fail(new Problem('database-unavailable'));
      await expect(answer).rejects.toThrow('database');
    });

    it('passes on an error that is not an outage of the database', async () => {
      const { cache, live } = createCache();
      await cache.resolve('key', async () => redirect('old'));
      live(TTL_SECONDS * 1000);
      const broken = cache.resolve('key', async () => Promise.reject(new Error('a defect')));
      await expect(broken).rejects.toThrow('a defect');
    });
  });
});
