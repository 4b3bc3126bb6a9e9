import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { VisitHeaders } from './visit-headers.js';
import { VisitCache } from './visit-cache.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const FACTS: VisitHeaders = {
  userAgent: FIREFOX,
  referer: '',
  forwardedFor: '198.51.100.7',
  optsOutOfTracking: false,
  isPrefetch: false,
};
const PEER = '203.0.113.9';

const visitorFrom = (forwardedFor: string): VisitHeaders => ({ ...FACTS, forwardedFor });
/** Of equal length, and the same at the end: nothing tells them apart at first sight. */
const alike = (number: number): VisitHeaders =>
  visitorFrom(`${String(number).padStart(4, '0')}${'x'.repeat(20)}`);

describe(VisitCache.name, () => {
  it('finds what was kept, by equal texts', () => {
    const memory = new VisitCache<string>(10);
    memory.set(FACTS, PEER, 'note');
    const copied = { ...FACTS, userAgent: Buffer.from(FIREFOX).toString() };
    expect(memory.get(copied, PEER)).toBe('note');
  });

  it.each([
    [{ userAgent: FIREFOX.replace('140.0)', '141.0)') }],
    [{ userAgent: '' }],
    [{ referer: 'https://news.example/' }],
    [{ forwardedFor: '198.51.100.8' }],
    [{ forwardedFor: '' }],
    [{ optsOutOfTracking: true }],
    [{ isPrefetch: true }],
  ])('tells those apart who differ in %j', (difference) => {
    const memory = new VisitCache<string>(10);
    memory.set(FACTS, PEER, 'note');
    expect(memory.get({ ...FACTS, ...difference }, PEER)).toBeUndefined();
    memory.set({ ...FACTS, ...difference }, PEER, 'other');
    expect(memory.get(FACTS, PEER)).toBe('note');
    expect(memory.get({ ...FACTS, ...difference }, PEER)).toBe('other');
  });

  it('tells connections apart', () => {
    const memory = new VisitCache<string>(10);
    memory.set(FACTS, PEER, 'note');
    expect(memory.get(FACTS, '203.0.113.8')).toBeUndefined();
    expect(memory.get(FACTS, `1${PEER}`)).toBeUndefined();
  });

  it('tells those apart who come from pages of equal length', () => {
    const memory = new VisitCache<string>(10);
    memory.set({ ...FACTS, referer: 'https://a.example/' }, PEER, 'note');
    expect(memory.get({ ...FACTS, referer: 'https://b.example/' }, PEER)).toBeUndefined();
  });

  it('forgets those that were seen longest ago, and keeps those that come again', () => {
    const memory = new VisitCache<number>(10);
    memory.set(FACTS, PEER, -1);
    for (let visitor = 0; visitor < 100; visitor++) {
      memory.set(visitorFrom(`10.0.0.${visitor}`), PEER, visitor);
      expect(memory.get(FACTS, PEER)).toBe(-1);
    }
    const latest = [97, 98, 99].map((visitor) =>
      memory.get(visitorFrom(`10.0.0.${visitor}`), PEER),
    );
    expect(latest).toEqual([97, 98, 99]);
    expect(memory.get(visitorFrom('10.0.0.50'), PEER)).toBeUndefined();
  });

  it('goes through a few of those that look alike, and no more', () => {
    const memory = new VisitCache<number>(1_000);
    for (let visitor = 0; visitor < 100; visitor++) memory.set(alike(visitor), PEER, visitor);
    const found = Array.from({ length: 100 }, (_, visitor) => memory.get(alike(visitor), PEER));
    expect(found.filter((value) => value !== undefined)).toEqual([92, 93, 94, 95, 96, 97, 98, 99]);
  });

  it('forgets all', () => {
    const memory = new VisitCache<string>(1);
    for (const remoteAddress of ['a', 'b']) memory.set(FACTS, remoteAddress, remoteAddress);
    memory.clear();
    expect(['a', 'b'].map((remoteAddress) => memory.get(FACTS, remoteAddress))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('never takes one for another', () => {
    const aText = fc.oneof(fc.constantFrom('', 'a', 'aa', 'ab', 'b'), fc.string());
    const someFacts = fc.record({
      userAgent: aText,
      referer: aText,
      forwardedFor: aText,
      optsOutOfTracking: fc.boolean(),
      isPrefetch: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(someFacts, aText), { maxLength: 40 }), (visits) => {
        const memory = new VisitCache<string>(5);
        for (const visit of visits) {
          const known = memory.get(...visit);
          expect(known ?? JSON.stringify(visit)).toBe(JSON.stringify(visit));
          if (known === undefined) memory.set(...visit, JSON.stringify(visit));
          expect(memory.get(...visit)).toBe(JSON.stringify(visit));
        }
      }),
    );
  });
});
