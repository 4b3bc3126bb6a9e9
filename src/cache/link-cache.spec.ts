import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../config/config.js';
import type { RedirectTarget } from '../link/redirect-target.js';
import { LinkCache } from './link-cache.js';

const TTL_SECONDS = 60;

function cacheOf(cacheMaxLinksCount = 100): LinkCache {
  return new LinkCache({ cacheMaxLinksCount, cacheTtlSeconds: TTL_SECONDS } as Config);
}

function target(url: string): RedirectTarget {
  return { key: 'key', url } as RedirectTarget;
}

describe(LinkCache.name, () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('loads a link once and answers from memory then, with the very object', async () => {
    const cache = cacheOf();
    const load = jest.fn(async () => target('a'));
    const first = await cache.resolve('key', load);
    expect(await cache.resolve('key', load)).toBe(first);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('loads a link again when its time is over, though it was hit until the end', async () => {
    const cache = cacheOf();
    const load = jest.fn(async () => target('a'));
    await cache.resolve('key', load);
    for (let second = 1; second <= TTL_SECONDS; second++) {
      jest.setSystemTime(second * 1000);
      await cache.resolve('key', load);
    }
    expect(load).toHaveBeenCalledTimes(1);
    jest.setSystemTime(TTL_SECONDS * 1000 + 1);
    await cache.resolve('key', load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('does not remember that there is no link', async () => {
    const cache = cacheOf();
    expect(await cache.resolve('key', async () => null)).toBeNull();
    expect(await cache.resolve('key', async () => target('claimed'))).toEqual(target('claimed'));
  });

  it('makes room by dropping the least recently used', async () => {
    const cache = cacheOf(2);
    const load = jest.fn(async () => target('a'));
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.resolve(key, load);
    expect(load).toHaveBeenCalledTimes(4);
  });

  it('loads anew after an invalidation', async () => {
    const cache = cacheOf();
    await cache.resolve('key', async () => target('old'));
    await cache.invalidate('key');
    expect(await cache.resolve('key', async () => target('new'))).toEqual(target('new'));
  });

  it('does not tell who asks after an invalidation what was read before it', async () => {
    const cache = cacheOf();
    let arrive = (_target: null): void => {};
    const early = new Promise<unknown>((isUnderWay) => {
      const answer = cache.resolve('key', () => {
        isUnderWay(undefined);
        return new Promise((resolve) => (arrive = resolve));
      });
      void answer;
    });
    await early;
    await cache.invalidate('key');
    expect(await cache.resolve('key', async () => target('claimed'))).toEqual(target('claimed'));
    arrive(null);
  });

  it('does not keep what was read before an invalidation and arrived after it', async () => {
    const cache = cacheOf();
    let arrive = (_target: RedirectTarget): void => {};
    let late: Promise<unknown> = Promise.resolve();
    await new Promise<void>((isUnderWay) => {
      late = cache.resolve('key', () => {
        isUnderWay();
        return new Promise((resolve) => (arrive = resolve));
      });
    });
    await cache.invalidate('key');
    arrive(target('old'));
    await late;
    expect(await cache.resolve('key', async () => target('new'))).toEqual(target('new'));
  });
});
