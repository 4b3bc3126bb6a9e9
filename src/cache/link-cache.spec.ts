import { describe, expect, it, jest } from '@jest/globals';
import { Lease } from '../cluster/lease.js';
import { apiKeyTarget, reservedIdsTarget, linkTarget } from '../cluster/invalidation-target.js';
import type { Config } from '../platform/config/config.js';
import type { KeyService } from '../counter/key.service.js';
import { Problem } from '../platform/errors/problem.js';
import type { Redirect } from '../link/redirect.js';
import { LinkCache } from './link-cache.js';

const TTL_SECONDS = 60;
const MAX_STALE_MS = 100_000;

/** Time stands still unless it is moved; only sleepers that are due wake. */
class FakeClock {
  now = 0;
  readonly #sleepers: { dueMs: number; wake: () => void }[] = [];
  nowMs = () => this.now;
  sleep = (ms: number) =>
    new Promise<void>((wake) => this.#sleepers.push({ dueMs: this.now + ms, wake }));

  pass(ms: number): void {
    this.now += ms;
    for (const { dueMs, wake } of this.#sleepers) if (dueMs <= this.now) wake();
  }
}

function cacheWith({ maxLinks = 100, mayBeIssued = (): boolean => false } = {}) {
  const clock = new FakeClock();
  const lease = new Lease(MAX_STALE_MS);
  lease.renew(0);
  const config = { cacheMaxLinksCount: maxLinks, cacheTtlSeconds: TTL_SECONDS } as Config;
  const cache = new LinkCache(config, clock, lease, { mayBeIssued } as unknown as KeyService);
  /** Time goes by while the lease is renewed. */
  const live = (ms: number): void => {
    clock.pass(ms);
    lease.renew(clock.now);
  };
  return { cache, clock, lease, live };
}

function redirect(url: string): Redirect {
  return { url } as unknown as Redirect;
}

/** An answer of the database that comes when it is told to. */
function slowly() {
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
  it('loads a link once and answers from memory then, with the very object', async () => {
    const { cache } = cacheWith();
    const load = jest.fn(async () => redirect('a'));
    const first = await cache.resolve('key', load);
    expect(await cache.resolve('key', load)).toBe(first);
    expect(cache.getSync('key')).toBe(first);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('loads a link again when its time is over, though it was hit until the end', async () => {
    const { cache, live } = cacheWith();
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

  it('makes room by dropping the least recently used, and counts that', async () => {
    const { cache } = cacheWith({ maxLinks: 2 });
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

  describe('of a key that no link has', () => {
    it('remembers that for a moment', async () => {
      const { cache, live } = cacheWith();
      const load = jest.fn(async () => null);
      await cache.resolve('key', load);
      live(1_999);
      expect(await cache.resolve('key', load)).toBeNull();
      expect(load).toHaveBeenCalledTimes(1);
      live(1);
      await cache.resolve('key', load);
      expect(load).toHaveBeenCalledTimes(2);
    });

    it('forgets that when the key is claimed', async () => {
      const { cache } = cacheWith();
      await cache.resolve('key', async () => null);
      await cache.onInvalidate(linkTarget('key'));
      expect(await cache.resolve('key', async () => redirect('claimed'))).not.toBeNull();
    });

    it('forgets that when a block of keys is leased, and does not remember it of such keys', async () => {
      let isLeased = false;
      const { cache } = cacheWith({ mayBeIssued: () => isLeased });
      const load = jest.fn(async () => null);
      await cache.resolve('key', load);
      isLeased = true;
      await cache.onInvalidate(reservedIdsTarget(1000));
      await cache.resolve('key', load);
      await cache.resolve('key', load);
      expect(load).toHaveBeenCalledTimes(3);
    });

    it('remembers that though an API key is revoked', async () => {
      const { cache } = cacheWith();
      const load = jest.fn(async () => null);
      await cache.resolve('key', load);
      await cache.onInvalidate(apiKeyTarget('4711'));
      await cache.resolve('key', load);
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('does not tell who asks for a leased key what was looked for before', async () => {
      const { cache } = cacheWith({ mayBeIssued: () => true });
      const early = slowly();
      const first = cache.resolve('key', early.load);
      await early.untilAsked();
      const second = cache.resolve('key', async () => redirect('made meanwhile'));
      await new Promise(setImmediate);
      early.arrive(null);
      expect(await first).toBeNull();
      expect(await second).toEqual(redirect('made meanwhile'));
    });

    it('keeps a bounded number of them, apart from links', async () => {
      const { cache } = cacheWith({ maxLinks: 10 });
      const load = jest.fn(async () => redirect('hot'));
      await cache.resolve('hot', load);
      for (let scan = 0; scan < 50_000; scan++) await cache.resolve(`k${scan}`, async () => null);
      await cache.resolve('hot', load);
      expect(load).toHaveBeenCalledTimes(1);
      expect(cache.metrics()).toMatchObject({ cacheSize: 1, cacheEvictions: 0 });
    });
  });

  describe('behind an invalidation', () => {
    it('loads anew', async () => {
      const { cache } = cacheWith();
      await cache.resolve('key', async () => redirect('old'));
      await cache.onInvalidate(linkTarget('key'));
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it('does not tell who asks what was read before', async () => {
      const { cache } = cacheWith();
      const early = slowly();
      void cache.resolve('key', early.load);
      await early.untilAsked();
      await cache.onInvalidate(linkTarget('key'));
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it.each(['its own', 'all'])(
      'does not keep what was read before and arrived after %s',
      async (which) => {
        const { cache } = cacheWith();
        const early = slowly();
        const late = cache.resolve('key', early.load);
        await early.untilAsked();
        await (which === 'all' ? cache.onJoin() : cache.onInvalidate(linkTarget('key')));
        early.arrive(redirect('old'));
        await late;
        expect(cache.getSync('key')).toBeUndefined();
      },
    );

    it('forgets all when it joins', async () => {
      const { cache } = cacheWith();
      await cache.resolve('key', async () => redirect('old'));
      await cache.resolve('unknown', async () => null);
      await cache.onJoin();
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('unknown', async () => redirect('new'))).toEqual(redirect('new'));
    });
  });

  describe('without a lease', () => {
    it('reads again what it has, as changes may have been kept from it', async () => {
      const { cache, clock } = cacheWith();
      await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', async () => redirect('new'))).toEqual(redirect('new'));
    });

    it('does not share a reading that began before', async () => {
      const { cache, clock } = cacheWith();
      clock.pass(3_000);
      const early = slowly();
      void cache.resolve('key', early.load);
      await early.untilAsked();
      const second = cache.resolve('key', async () => redirect('new'));
      await new Promise(setImmediate);
      early.arrive(redirect('old'));
      expect(await second).toEqual(redirect('new'));
    });

    it('serves what it has while the database gives no answer, until that is too old', async () => {
      const { cache, clock } = cacheWith();
      const old = await cache.resolve('key', async () => redirect('old'));
      clock.pass(MAX_STALE_MS - 1);
      expect(cache.getSync('key')).toBeUndefined();
      expect(await cache.resolve('key', away)).toBe(old);
      expect(cache.getSync('key')).toBe(old);
      clock.pass(1);
      expect(cache.getSync('key')).toBeUndefined();
      await expect(cache.resolve('key', away)).rejects.toThrow('database');
    });

    it('has one visitor a second find out whether the database is back', async () => {
      const { cache, clock } = cacheWith();
      const old = await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      await cache.resolve('key', away);
      clock.pass(1_000);
      expect(cache.getSync('key')).toBeUndefined();
      const trial = slowly();
      const first = cache.resolve('key', trial.load);
      await trial.untilAsked();
      expect(cache.getSync('key')).toBe(old);
      trial.arrive(redirect('new'));
      expect(await first).toEqual(redirect('new'));
      expect(cache.getSync('key')).toBeUndefined();
    });

    it('is not misled by a failure that took as long as the process may have been stopped', async () => {
      const { cache, clock } = cacheWith();
      await cache.resolve('key', async () => redirect('old'));
      clock.pass(3_000);
      const stuck = slowly();
      void cache.resolve('key', stuck.load);
      await stuck.untilAsked();
      clock.pass(10_000);
      const next = cache.resolve('key', async () => redirect('new'));
      stuck.fail(new Problem('database-unavailable'));
      expect(await next).toEqual(redirect('new'));
    });
  });

  describe('that reads a link again', () => {
    /** Its time is over, and the database has been asked. */
    async function readingAgain() {
      const { cache, clock, live } = cacheWith();
      const old = await cache.resolve('key', async () => redirect('old'));
      live(TTL_SECONDS * 1000);
      const late = slowly();
      const answer = cache.resolve('key', late.load);
      await late.untilAsked();
      return { cache, clock, old, late, answer };
    }

    it('serves the copy it has when the database turns out to be away', async () => {
      const { cache, live } = cacheWith();
      const old = await cache.resolve('key', async () => redirect('old'));
      live(TTL_SECONDS * 1000);
      expect(await cache.resolve('key', away)).toBe(old);
      await expect(cache.resolve('other', away)).rejects.toThrow('database');
    });

    it('serves the copy it has when the database takes its time, and takes the answer when it comes', async () => {
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

    it('does not take the time in which the process was stopped for a late answer', async () => {
      const { clock, late, answer } = await readingAgain();
      for (let slice = 0; slice < 5; slice++) {
        await new Promise(setImmediate);
        clock.pass(10_000);
      }
      late.arrive(redirect('new'));
      expect(await answer).toEqual(redirect('new'));
    });

    it('does not serve a copy that was changed meanwhile', async () => {
      const { cache, late, answer } = await readingAgain();
      await cache.onInvalidate(linkTarget('key'));
      late.fail(new Problem('database-unavailable'));
      await expect(answer).rejects.toThrow('database');
    });

    it('passes on a failure that is none of the database', async () => {
      const { cache, live } = cacheWith();
      await cache.resolve('key', async () => redirect('old'));
      live(TTL_SECONDS * 1000);
      const broken = cache.resolve('key', async () => Promise.reject(new Error('a defect')));
      await expect(broken).rejects.toThrow('a defect');
    });
  });
});
