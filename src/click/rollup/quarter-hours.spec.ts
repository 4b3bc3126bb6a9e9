import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUARTERS_PER_DAY } from '../day.js';
import { CLICK_CLASSES } from '../visit/visit.js';
import { QuarterHours } from './quarter-hours.js';

const anyQuarter = fc.integer({ min: 0, max: 3_000_000 });
const anyCount = fc.integer({ min: 1, max: 2 ** 40 });
const anyClicks = fc.array(fc.tuple(anyQuarter, fc.constantFrom(...CLICK_CLASSES), anyCount));

function countQuarterHours(clicks: Iterable<Parameters<QuarterHours['count']>>): QuarterHours {
  const quarterHours = new QuarterHours();
  for (const each of clicks) quarterHours.count(...each);
  return quarterHours;
}

const sorted = (quarterHours: QuarterHours) =>
  [...quarterHours.entries()].sort(([one], [other]) => one - other);

describe(QuarterHours.name, () => {
  it('is empty for a day without clicks', () => {
    const quarterHours = new QuarterHours();
    expect([...quarterHours.entries()]).toEqual([]);
    expect(quarterHours.total()).toEqual({ humans: 0, bots: 0, prefetches: 0 });
    expect([...QuarterHours.parse('').entries()]).toEqual([]);
    expect([...QuarterHours.parse(quarterHours.toString()).entries()]).toEqual([]);
  });

  it('counts each class by quarter of the day, on any day', () => {
    const day = 20_000 * QUARTERS_PER_DAY;
    const quarterHours = countQuarterHours([
      [day, 'human', 2],
      [day, 'bot', 1],
      [day + 95, 'prefetch', 5],
      [day + QUARTERS_PER_DAY, 'human', 3],
    ]);
    expect(sorted(quarterHours)).toEqual([
      [0, { humans: 5, bots: 1, prefetches: 0 }],
      [95, { humans: 0, bots: 0, prefetches: 5 }],
    ]);
    expect(quarterHours.total()).toEqual({ humans: 5, bots: 1, prefetches: 5 });
  });

  it('is written in chronological order', () => {
    const quarterHours = countQuarterHours([
      [50, 'human', 1],
      [7, 'bot', 2],
      [50, 'prefetch', 3],
    ]);
    expect(quarterHours.toString()).toBe('[7,0,2,0,50,1,0,3]');
  });

  it('is equal after writing and parsing', () => {
    fc.assert(
      fc.property(anyClicks, (clicks) => {
        const quarterHours = countQuarterHours(clicks);
        const parsed = QuarterHours.parse(quarterHours.toString());
        expect(sorted(parsed)).toEqual(sorted(quarterHours));
        expect(parsed.total()).toEqual(quarterHours.total());
      }),
    );
  });

  it('merges as if all clicks were counted in one', () => {
    fc.assert(
      fc.property(anyClicks, anyClicks, (first, second) => {
        const merged = countQuarterHours(first);
        const other = countQuarterHours(second);
        const before = other.toString();
        merged.merge(other);
        expect(merged.toString()).toBe(countQuarterHours([...first, ...second]).toString());
        merged.count(0, 'human', 1);
        expect(other.toString()).toBe(before);
      }),
    );
  });

  it('adds counts of several classes at once', () => {
    const quarterHours = countQuarterHours([[3, 'human', 1]]);
    quarterHours.add(3 + QUARTERS_PER_DAY, { humans: 1, bots: 2, prefetches: 3 });
    expect(sorted(quarterHours)).toEqual([[3, { humans: 2, bots: 2, prefetches: 3 }]]);
  });
});
