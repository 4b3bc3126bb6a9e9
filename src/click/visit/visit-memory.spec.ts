import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RequestFacts } from './request-facts.js';
import { VisitMemory } from './visit-memory.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const FACTS: RequestFacts = {
  userAgent: FIREFOX,
  referer: '',
  forwardedFor: '198.51.100.7',
  wantsPrivacy: false,
  isPrefetch: false,
};
const PEER = '203.0.113.9';

const visitorFrom = (forwardedFor: string): RequestFacts => ({ ...FACTS, forwardedFor });
/** Of equal length, and the same at the end: nothing tells them apart at first sight. */
const alike = (number: number): RequestFacts =>
  visitorFrom(`${String(number).padStart(4, '0')}${'x'.repeat(20)}`);

describe(VisitMemory.name, () => {
  it('finds what was kept, by equal texts', () => {
    const memory = new VisitMemory<string>(10);
    memory.keep(FACTS, PEER, 'note');
    const copied = { ...FACTS, userAgent: Buffer.from(FIREFOX).toString() };
    expect(memory.find(copied, PEER)).toBe('note');
  });

  it.each([
    [{ userAgent: FIREFOX.replace('140.0)', '141.0)') }],
    [{ userAgent: '' }],
    [{ referer: 'https://news.example/' }],
    [{ forwardedFor: '198.51.100.8' }],
    [{ forwardedFor: '' }],
    [{ wantsPrivacy: true }],
    [{ isPrefetch: true }],
  ])('tells those apart who differ in %j', (difference) => {
    const memory = new VisitMemory<string>(10);
    memory.keep(FACTS, PEER, 'note');
    expect(memory.find({ ...FACTS, ...difference }, PEER)).toBeUndefined();
    memory.keep({ ...FACTS, ...difference }, PEER, 'other');
    expect(memory.find(FACTS, PEER)).toBe('note');
    expect(memory.find({ ...FACTS, ...difference }, PEER)).toBe('other');
  });

  it('tells connections apart', () => {
    const memory = new VisitMemory<string>(10);
    memory.keep(FACTS, PEER, 'note');
    expect(memory.find(FACTS, '203.0.113.8')).toBeUndefined();
    expect(memory.find(FACTS, `1${PEER}`)).toBeUndefined();
  });

  it('tells those apart who come from pages of equal length', () => {
    const memory = new VisitMemory<string>(10);
    memory.keep({ ...FACTS, referer: 'https://a.example/' }, PEER, 'note');
    expect(memory.find({ ...FACTS, referer: 'https://b.example/' }, PEER)).toBeUndefined();
  });

  it('forgets those that were seen longest ago, and keeps those that come again', () => {
    const memory = new VisitMemory<number>(10);
    memory.keep(FACTS, PEER, -1);
    for (let visitor = 0; visitor < 100; visitor++) {
      memory.keep(visitorFrom(`10.0.0.${visitor}`), PEER, visitor);
      expect(memory.find(FACTS, PEER)).toBe(-1);
    }
    const latest = [97, 98, 99].map((visitor) =>
      memory.find(visitorFrom(`10.0.0.${visitor}`), PEER),
    );
    expect(latest).toEqual([97, 98, 99]);
    expect(memory.find(visitorFrom('10.0.0.50'), PEER)).toBeUndefined();
  });

  it('goes through a few of those that look alike, and no more', () => {
    const memory = new VisitMemory<number>(1_000);
    for (let visitor = 0; visitor < 100; visitor++) memory.keep(alike(visitor), PEER, visitor);
    const found = Array.from({ length: 100 }, (_, visitor) => memory.find(alike(visitor), PEER));
    expect(found.filter((value) => value !== undefined)).toEqual([92, 93, 94, 95, 96, 97, 98, 99]);
  });

  it('forgets all', () => {
    const memory = new VisitMemory<string>(1);
    for (const peer of ['a', 'b']) memory.keep(FACTS, peer, peer);
    memory.clear();
    expect(['a', 'b'].map((peer) => memory.find(FACTS, peer))).toEqual([undefined, undefined]);
  });

  it('never takes one for another', () => {
    const aText = fc.oneof(fc.constantFrom('', 'a', 'aa', 'ab', 'b'), fc.string());
    const someFacts = fc.record({
      userAgent: aText,
      referer: aText,
      forwardedFor: aText,
      wantsPrivacy: fc.boolean(),
      isPrefetch: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(someFacts, aText), { maxLength: 40 }), (visits) => {
        const memory = new VisitMemory<string>(5);
        for (const visit of visits) {
          const known = memory.find(...visit);
          expect(known ?? JSON.stringify(visit)).toBe(JSON.stringify(visit));
          if (known === undefined) memory.keep(...visit, JSON.stringify(visit));
          expect(memory.find(...visit)).toBe(JSON.stringify(visit));
        }
      }),
    );
  });
});
