import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anonymousVisit, DIMENSIONS, type Visit } from '../visit/visit.js';
import { Breakdown } from './breakdown.js';

const HUMAN = anonymousVisit('human');
const AWKWARD = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', '10', 'a"b\\', 'ü'];

const aName = fc.option(fc.oneof(fc.constantFrom(...AWKWARD), fc.stringMatching(/^[a-z]{1,2}$/)), {
  nil: null,
});
const someVisits = fc.array(
  fc.tuple(
    fc.record({ referrer: aName, country: aName, browser: aName, operatingSystem: aName }),
    fc.integer({ min: 1, max: 1_000_000 }),
  ),
);

function breakdownOf(visits: Iterable<readonly [Partial<Visit>, number]>): Breakdown {
  const breakdown = new Breakdown();
  for (const [known, clicks] of visits) breakdown.count({ ...HUMAN, ...known }, clicks);
  return breakdown;
}

/** The hosts `r0`, `r1`, … with these clicks. */
function referrers(counts: readonly number[]): Breakdown {
  return breakdownOf(counts.map((clicks, index) => [{ referrer: `r${index}` }, clicks]));
}

function all(breakdown: Breakdown) {
  return DIMENSIONS.map((dimension) => breakdown.top(dimension, Infinity));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe(Breakdown.name, () => {
  it('knows nothing of a day without clicks', () => {
    expect(all(Breakdown.parse(''))).toEqual([[], [], [], [], []]);
    expect(all(Breakdown.parse(new Breakdown().toString()))).toEqual([[], [], [], [], []]);
    expect(new Breakdown().total('country')).toBe(0);
  });

  it('counts in each dimension all that there were, known or not', () => {
    const breakdown = breakdownOf([
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

  it('has the most frequent first, and equals in the order of the alphabet', () => {
    const countries = ['SE', 'DE', 'US', 'AT'] as const;
    const breakdown = breakdownOf(
      countries.map((country) => [{ country }, country === 'US' ? 2 : 1]),
    );
    const top = (limit: number) => breakdown.top('country', limit).map(({ value }) => value);
    expect(top(9)).toEqual(['US', 'AT', 'DE', 'SE']);
    expect(top(2)).toEqual(['US', 'AT']);
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(someVisits, (visits) => {
        const breakdown = breakdownOf(visits);
        expect(all(Breakdown.parse(breakdown.toString()))).toEqual(all(breakdown));
      }),
    );
  });

  it.each(AWKWARD)('keeps a value like any other: %s', (referrer) => {
    const parsed = Breakdown.parse(breakdownOf([[{ referrer }, 3]]).toString());
    parsed.merge(breakdownOf([[{ referrer }, 4]]));
    parsed.bound();
    expect(Breakdown.parse(parsed.toString()).top('referrer', 9)).toEqual([
      { value: referrer, clicks: 7 },
    ]);
  });

  it('is merged as if all had been counted in one', () => {
    fc.assert(
      fc.property(someVisits, someVisits, (some, others) => {
        const merged = breakdownOf(some);
        merged.merge(breakdownOf(others));
        expect(all(merged)).toEqual(all(breakdownOf([...some, ...others])));
      }),
    );
  });

  it('knows a dimension that was not there when it was written', () => {
    const parsed = Breakdown.parse('{"country":{"DE":1}}');
    parsed.count({ ...HUMAN, browser: 'Firefox' }, 2);
    expect(parsed.top('browser', 9)).toEqual([{ value: 'Firefox', clicks: 2 }]);
    expect(parsed.total('country')).toBe(3);
  });

  describe('that is bound', () => {
    it('keeps up to 200 values', () => {
      const breakdown = referrers(upTo(200));
      const before = breakdown.toString();
      breakdown.bound();
      expect(breakdown.toString()).toBe(before);
    });

    it('keeps the most frequent of more, and folds the rest into one', () => {
      const breakdown = referrers(upTo(201));
      breakdown.bound();
      const top = breakdown.top('referrer', Infinity);
      const rest = upTo(51).reduce((sum, clicks) => sum + clicks, 0);
      expect(top[0]).toEqual({ value: 'other', clicks: rest });
      expect(top.slice(1)).toEqual(
        upTo(150).map((rank) => ({ value: `r${201 - rank}`, clicks: 202 - rank })),
      );
      expect(breakdown.total('referrer')).toBe((201 * 202) / 2);
      expect(breakdown.total('country')).toBe((201 * 202) / 2);
    });

    it('folds neither what is not known nor the rest, however rare they are', () => {
      const breakdown = referrers(upTo(300).map((clicks) => clicks + 10));
      breakdown.merge(breakdownOf([[{}, 1]]));
      breakdown.merge(breakdownOf([[{ referrer: 'other' }, 1]]));
      breakdown.bound();
      const top = breakdown.top('referrer', Infinity);
      expect(top).toHaveLength(152);
      expect(top.at(-1)).toEqual({ value: null, clicks: 1 });
      expect(top.filter(({ value }) => value === 'other')).toHaveLength(1);
    });

    it('stays so and keeps totals, whatever comes day in, day out', () => {
      const breakdown = new Breakdown();
      for (let round = 1; round <= 20; round++) {
        const hosts = upTo(400).map((index) => [{ referrer: `${round}-${index}` }, index] as const);
        breakdown.merge(breakdownOf(hosts));
        breakdown.bound();
        expect(breakdown.top('referrer', Infinity).length).toBeLessThanOrEqual(200);
        expect(breakdown.total('referrer')).toBe((round * 400 * 401) / 2);
      }
    });
  });
});
