import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { VisitHeaders } from './visit-headers.js';
import { VisitCache } from './visit-cache.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const HEADERS: VisitHeaders = {
  userAgent: FIREFOX,
  referer: '',
  forwardedFor: '198.51.100.7',
  optsOutOfTracking: false,
  isPrefetch: false,
};
const ADDRESS = '203.0.113.9';

const visitorFrom = (forwardedFor: string): VisitHeaders => ({ ...HEADERS, forwardedFor });

describe(VisitCache.name, () => {
  it('finds an entry by equal headers', () => {
    const cache = new VisitCache<string>(10);
    cache.set(HEADERS, ADDRESS, 'value');
    const copied = { ...HEADERS, userAgent: Buffer.from(FIREFOX).toString() };
    expect(cache.get(copied, ADDRESS)).toBe('value');
  });

  it.each([
    [{ userAgent: FIREFOX.replace('140.0)', '141.0)') }],
    [{ userAgent: '' }],
    [{ referer: 'https://news.example/' }],
    [{ forwardedFor: '198.51.100.8' }],
    [{ forwardedFor: '' }],
    [{ optsOutOfTracking: true }],
    [{ isPrefetch: true }],
  ])('has another entry for a visitor with %j', (difference) => {
    const cache = new VisitCache<string>(10);
    cache.set(HEADERS, ADDRESS, 'value');
    expect(cache.get({ ...HEADERS, ...difference }, ADDRESS)).toBeUndefined();
    cache.set({ ...HEADERS, ...difference }, ADDRESS, 'other');
    expect(cache.get(HEADERS, ADDRESS)).toBe('value');
    expect(cache.get({ ...HEADERS, ...difference }, ADDRESS)).toBe('other');
  });

  it('has another entry for another remote address', () => {
    const cache = new VisitCache<string>(10);
    cache.set(HEADERS, ADDRESS, 'value');
    expect(cache.get(HEADERS, '203.0.113.8')).toBeUndefined();
    expect(cache.get(HEADERS, `1${ADDRESS}`)).toBeUndefined();
  });

  it('evicts the least recently used entries, and keeps those in use', () => {
    const cache = new VisitCache<number>(10);
    cache.set(HEADERS, ADDRESS, -1);
    for (let visitor = 0; visitor < 100; visitor++) {
      cache.set(visitorFrom(`10.0.0.${visitor}`), ADDRESS, visitor);
      expect(cache.get(HEADERS, ADDRESS)).toBe(-1);
    }
    // Two generations of 10 entries each are the most it holds.
    for (let visitor = 0; visitor < 80; visitor++) {
      expect(cache.get(visitorFrom(`10.0.0.${visitor}`), ADDRESS)).toBeUndefined();
    }
    for (let visitor = 99; visitor > 90; visitor--) {
      expect(cache.get(visitorFrom(`10.0.0.${visitor}`), ADDRESS)).toBe(visitor);
    }
  });

  it('does not cache overlong headers', () => {
    const cache = new VisitCache<string>(10);
    for (const length of [900, 1_100]) {
      cache.set({ ...HEADERS, referer: 'x'.repeat(length) }, ADDRESS, 'value');
    }
    expect(cache.get({ ...HEADERS, referer: 'x'.repeat(900) }, ADDRESS)).toBe('value');
    expect(cache.get({ ...HEADERS, referer: 'x'.repeat(1_100) }, ADDRESS)).toBeUndefined();
  });

  it('removes all entries', () => {
    const cache = new VisitCache<string>(1);
    for (const remoteAddress of ['a', 'b']) cache.set(HEADERS, remoteAddress, remoteAddress);
    cache.clear();
    expect(['a', 'b'].map((remoteAddress) => cache.get(HEADERS, remoteAddress))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('never confuses two visitors', () => {
    const text = fc.oneof(fc.constantFrom('', 'a', 'aa', 'ab', 'b'), fc.string());
    const headers = fc.record({
      userAgent: text,
      referer: text,
      forwardedFor: text,
      optsOutOfTracking: fc.boolean(),
      isPrefetch: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(headers, text), { maxLength: 40 }), (visits) => {
        const cache = new VisitCache<string>(5);
        for (const visit of visits) {
          const cached = cache.get(...visit);
          expect(cached ?? JSON.stringify(visit)).toBe(JSON.stringify(visit));
          if (cached === undefined) cache.set(...visit, JSON.stringify(visit));
          expect(cache.get(...visit)).toBe(JSON.stringify(visit));
        }
      }),
    );
  });
});
