import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anonymousVisit, DIMENSIONS, type Visit } from '../visit/visit.js';
import { Breakdown } from './breakdown.js';

const HUMAN = anonymousVisit('human');
const AWKWARD = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', '10', 'a"b\\', 'ü'];

const name = fc.option(fc.oneof(fc.constantFrom(...AWKWARD), fc.stringMatching(/^[a-z]{1,2}$/)), {
  nil: null,
});
const visits = fc.array(
  fc.tuple(
    fc.record({ referrer: name, country: name, browser: name, operatingSystem: name }),
    fc.integer({ min: 1, max: 1_000_000 }),
  ),
);

function createBreakdown(visits: Iterable<readonly [Partial<Visit>, number]>): Breakdown {
  const breakdown = new Breakdown();
  for (const [facts, clicks] of visits) breakdown.count({ ...HUMAN, ...facts }, clicks);
  return breakdown;
}

/** Has the hosts `r0`, `r1`, … with these clicks. */
function createReferrers(counts: readonly number[]): Breakdown {
  return createBreakdown(counts.map((clicks, index) => [{ referrer: `r${index}` }, clicks]));
}

function listAll(breakdown: Breakdown) {
  return DIMENSIONS.map((dimension) => breakdown.top(dimension, Infinity));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe(Breakdown.name, () => {
  it('is empty for a day without clicks', () => {
    expect(listAll(Breakdown.parse(''))).toEqual([[], [], [], [], []]);
    expect(listAll(Breakdown.parse(new Breakdown().toString()))).toEqual([[], [], [], [], []]);
    expect(new Breakdown().total('country')).toBe(0);
  });

  it('counts known and unknown values in each dimension', () => {
    const breakdown = createBreakdown([
      [{ country: 'DE', device: 'tv' }, 2],
      [{ country: 'US' }, 5],
    ]);
    expect(breakdown.top('country', 9)).toEqual([
      { value: 'US', clicks: 5 },
      { value: 'DE', clicks: 2 },
    ]);
    expect(breakdown.top('device', 9)).toEqual([
      { value: null, clicks: 5 },
      { value: 'tv', clicks: 2 },
    ]);
    expect(DIMENSIONS.map((dimension) => breakdown.total(dimension))).toEqual([7, 7, 7, 7, 7]);
  });

  it('sorts by descending clicks, then by value', () => {
    const countries = ['SE', 'DE', 'US', 'AT'] as const;
    const breakdown = createBreakdown(
      countries.map((country) => [{ country }, country === 'US' ? 2 : 1]),
    );
    const top = (limit: number) => breakdown.top('country', limit).map(({ value }) => value);
    expect(top(9)).toEqual(['US', 'AT', 'DE', 'SE']);
    expect(top(2)).toEqual(['US', 'AT']);
  });

  it('is equal after writing and parsing', () => {
    fc.assert(
      fc.property(visits, (visits) => {
        const breakdown = createBreakdown(visits);
        expect(listAll(Breakdown.parse(breakdown.toString()))).toEqual(listAll(breakdown));
      }),
    );
  });

  it.each(AWKWARD)('has no special value: %s', (referrer) => {
    const parsed = Breakdown.parse(createBreakdown([[{ referrer }, 3]]).toString());
    parsed.merge(createBreakdown([[{ referrer }, 4]]));
    parsed.limit();
    expect(Breakdown.parse(parsed.toString()).top('referrer', 9)).toEqual([
      { value: referrer, clicks: 7 },
    ]);
  });

  it('merges as if all clicks were counted in one', () => {
    fc.assert(
      fc.property(visits, visits, (first, second) => {
        const merged = createBreakdown(first);
        merged.merge(createBreakdown(second));
        expect(listAll(merged)).toEqual(listAll(createBreakdown([...first, ...second])));
      }),
    );
  });

  it('parses a text without all dimensions', () => {
    const parsed = Breakdown.parse('{"country":{"DE":1}}');
    parsed.count({ ...HUMAN, browser: 'Firefox' }, 2);
    expect(parsed.top('browser', 9)).toEqual([{ value: 'Firefox', clicks: 2 }]);
    expect(parsed.total('country')).toBe(3);
  });

  describe('with a limit', () => {
    it('keeps up to 200 values', () => {
      const breakdown = createReferrers(upTo(200));
      const before = breakdown.toString();
      breakdown.limit();
      expect(breakdown.toString()).toBe(before);
    });

    it('keeps the most frequent of more values, and sums the rest as other', () => {
      const breakdown = createReferrers(upTo(201));
      breakdown.limit();
      const top = breakdown.top('referrer', Infinity);
      const rest = upTo(51).reduce((sum, clicks) => sum + clicks, 0);
      expect(top[0]).toEqual({ value: 'other', clicks: rest });
      expect(top.slice(1)).toEqual(
        upTo(150).map((rank) => ({ value: `r${201 - rank}`, clicks: 202 - rank })),
      );
      expect(breakdown.total('referrer')).toBe((201 * 202) / 2);
      expect(breakdown.total('country')).toBe((201 * 202) / 2);
    });

    it('keeps the unknown value and other, however rare they are', () => {
      const breakdown = createReferrers(upTo(300).map((clicks) => clicks + 10));
      breakdown.merge(createBreakdown([[{}, 1]]));
      breakdown.merge(createBreakdown([[{ referrer: 'other' }, 1]]));
      breakdown.limit();
      const top = breakdown.top('referrer', Infinity);
      expect(top).toHaveLength(152);
      expect(top.at(-1)).toEqual({ value: null, clicks: 1 });
      expect(top.filter(({ value }) => value === 'other')).toHaveLength(1);
    });

    it('stays limited and keeps totals over many merges', () => {
      const breakdown = new Breakdown();
      for (let round = 1; round <= 20; round++) {
        const hosts = upTo(400).map((index) => [{ referrer: `${round}-${index}` }, index] as const);
        breakdown.merge(createBreakdown(hosts));
        breakdown.limit();
        expect(breakdown.top('referrer', Infinity).length).toBeLessThanOrEqual(200);
        expect(breakdown.total('referrer')).toBe((round * 400 * 401) / 2);
      }
    });
  });
});
