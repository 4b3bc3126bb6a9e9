import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUARTERS_PER_DAY } from '../day.js';
import { CLICK_CLASSES } from '../visit/visit.js';
import { QuarterHours } from './quarter-hours.js';

const aQuarter = fc.integer({ min: 0, max: 3_000_000 });
const aCount = fc.integer({ min: 1, max: 2 ** 40 });
const someClicks = fc.array(fc.tuple(aQuarter, fc.constantFrom(...CLICK_CLASSES), aCount));

function quartersOf(clicks: Iterable<Parameters<QuarterHours['count']>>): QuarterHours {
  const quarters = new QuarterHours();
  for (const some of clicks) quarters.count(...some);
  return quarters;
}

const sorted = (quarters: QuarterHours) =>
  [...quarters.entries()].sort(([one], [other]) => one - other);

describe(QuarterHours.name, () => {
  it('has nothing of a day without clicks', () => {
    const quarters = new QuarterHours();
    expect([...quarters.entries()]).toEqual([]);
    expect(quarters.total()).toEqual({ humans: 0, bots: 0, prefetches: 0 });
    expect([...QuarterHours.parse('').entries()]).toEqual([]);
    expect([...QuarterHours.parse(quarters.toString()).entries()]).toEqual([]);
  });

  it('counts each class for itself, by quarters of the day, whichever day it is', () => {
    const day = 20_000 * QUARTERS_PER_DAY;
    const quarters = quartersOf([
      [day, 'human', 2],
      [day, 'bot', 1],
      [day + 95, 'prefetch', 5],
      [day + QUARTERS_PER_DAY, 'human', 3],
    ]);
    expect(sorted(quarters)).toEqual([
      [0, { humans: 5, bots: 1, prefetches: 0 }],
      [95, { humans: 0, bots: 0, prefetches: 5 }],
    ]);
    expect(quarters.total()).toEqual({ humans: 5, bots: 1, prefetches: 5 });
  });

  it('is written in the order of the day', () => {
    const quarters = quartersOf([
      [50, 'human', 1],
      [7, 'bot', 2],
      [50, 'prefetch', 3],
    ]);
    expect(quarters.toString()).toBe('[7,0,2,0,50,1,0,3]');
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(someClicks, (clicks) => {
        const quarters = quartersOf(clicks);
        const parsed = QuarterHours.parse(quarters.toString());
        expect(sorted(parsed)).toEqual(sorted(quarters));
        expect(parsed.total()).toEqual(quarters.total());
      }),
    );
  });

  it('is merged as if all had been counted in one', () => {
    fc.assert(
      fc.property(someClicks, someClicks, (some, others) => {
        const merged = quartersOf(some);
        const other = quartersOf(others);
        const before = other.toString();
        merged.merge(other);
        expect(merged.toString()).toBe(quartersOf([...some, ...others]).toString());
        merged.count(0, 'human', 1);
        expect(other.toString()).toBe(before);
      }),
    );
  });

  it('takes counts of several classes at once', () => {
    const quarters = quartersOf([[3, 'human', 1]]);
    quarters.add(3 + QUARTERS_PER_DAY, { humans: 1, bots: 2, prefetches: 3 });
    expect(sorted(quarters)).toEqual([[3, { humans: 2, bots: 2, prefetches: 3 }]]);
  });
});
