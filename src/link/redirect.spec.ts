import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendQuery, Redirect, type RedirectTarget } from './redirect.js';

const NOW_MS = 1_800_000_000_000;
const TARGET: RedirectTarget = {
  id: 1,
  key: 'abc',
  url: 'https://example.com/a',
  redirectStatus: 302,
  cacheSeconds: 0,
  forwardQuery: false,
  validFromMs: null,
  expiresAtMs: null,
  disabled: false,
  maxClicks: null,
  expiredUrl: null,
  deletedAtMs: null,
};

describe(Redirect.name, () => {
  const cacheControlOf = (target: Partial<RedirectTarget>): string | undefined => {
    const headers = new Redirect({ ...TARGET, ...target }).headersFor('/abc?x=1', () => NOW_MS);
    return headers[headers.indexOf('Cache-Control') + 1];
  };
  const YEAR_SECONDS = 31_536_000;

  it.each([
    [0, null, 'private, no-store'],
    [0, 5_000, 'private, no-store'],
    [60, null, 'private, max-age=60'],
    [60, 61_000, 'private, max-age=60'],
    [60, 60_000, 'private, max-age=60'],
    [60, 59_999, 'private, max-age=59'],
    [YEAR_SECONDS, 5_000, 'private, max-age=5'],
    [YEAR_SECONDS, 1_000, 'private, max-age=1'],
    [YEAR_SECONDS, 999, 'private, max-age=0'],
    [YEAR_SECONDS, 0, 'private, max-age=0'],
    [YEAR_SECONDS, -1, 'private, max-age=0'],
  ])('with cacheSeconds %p that ends in %p ms sends %s', (cacheSeconds, leftMs, expected) => {
    const expiresAtMs = leftMs === null ? null : NOW_MS + leftMs;
    for (const forwardQuery of [false, true]) {
      expect(cacheControlOf({ cacheSeconds, expiresAtMs, forwardQuery })).toBe(expected);
      const validFromMs = NOW_MS - 1;
      expect(cacheControlOf({ cacheSeconds, expiresAtMs, forwardQuery, validFromMs })).toBe(
        expected,
      );
      expect(cacheControlOf({ cacheSeconds, expiresAtMs, forwardQuery, maxClicks: 5 })).toBe(
        'private, no-store',
      );
    }
  });

  it('reads no clock and builds no headers where the time does not matter', () => {
    const now = (): number => {
      throw new Error('must not be called');
    };
    for (const target of [
      {},
      { cacheSeconds: 60 },
      { cacheSeconds: 60, validFromMs: NOW_MS },
      { expiresAtMs: NOW_MS },
      { cacheSeconds: 60, expiresAtMs: NOW_MS, maxClicks: 5 },
    ]) {
      const redirect = new Redirect({ ...TARGET, ...target });
      expect(redirect.headersFor('/abc', now)).toBe(redirect.headersFor('/abc?x', now));
    }
  });
});

describe(appendQuery.name, () => {
  it.each([
    ['https://e.com/a', 'x=1', 'https://e.com/a?x=1'],
    ['https://e.com', 'x=1', 'https://e.com?x=1'],
    ['https://e.com/a?b=c', 'x=1', 'https://e.com/a?b=c&x=1'],
    ['https://e.com/a?', 'x=1', 'https://e.com/a?x=1'],
    ['https://e.com/a?b&', 'x=1', 'https://e.com/a?b&x=1'],
    ['https://e.com/a?b=c#f', 'x=1', 'https://e.com/a?b=c&x=1#f'],
    ['https://e.com/a#f?g', 'x=1', 'https://e.com/a?x=1#f?g'],
    ['https://e.com/a', '', 'https://e.com/a'],
    ['https://e.com/a', 'x=%2F+%20&&y', 'https://e.com/a?x=%2F+%20&&y'],
    ['https://e.com/a', 'x=#/../evil', 'https://e.com/a?x=%23/../evil'],
    ['https://e.com/a', 'x=\u00ff\n"', 'https://e.com/a?x=%FF%0A%22'],
  ])('of %s and %j returns %s', (url, query, expected) => {
    expect(appendQuery(url, query)).toBe(expected);
  });

  it('never changes origin, path or fragment for any query', () => {
    const latin1 = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    });
    const url = fc.webUrl({ withQueryParameters: true, withFragments: true });
    fc.assert(
      fc.property(url, latin1, (url, query) => {
        const [before, after] = [new URL(url), new URL(appendQuery(url, query))];
        expect([after.origin, after.pathname, after.hash]).toEqual([
          before.origin,
          before.pathname,
          before.hash,
        ]);
        expect(after.search.startsWith(before.search)).toBe(true);
        expect(appendQuery(url, query)).toMatch(/^[\x21-\x7e]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});
