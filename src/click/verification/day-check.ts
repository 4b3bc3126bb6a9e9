import { Breakdown } from '../roll-up/breakdown.js';
import type { ClickDay } from '../roll-up/click-day.entity.js';
import { bytesOf } from '../roll-up/click-day-row.js';
import { Quarters } from '../roll-up/quarters.js';
import { VisitorSketch } from '../roll-up/visitor-sketch.js';
import { DIMENSIONS } from '../visit/visit.js';

/** What a day says of itself that its quarters of an hour do not say. */
export function objectionsTo(day: ClickDay): string[] {
  const { humans, bots, prefetches } = Quarters.parse(day.quarters).total();
  const breakdown = Breakdown.parse(day.breakdown);
  const sketch = VisitorSketch.parse(bytesOf(day.sketch));
  return [
    ...differences('its quarters', { clicks: humans + bots, bots, prefetches }, day),
    ...DIMENSIONS.flatMap((dimension) => {
      const total = breakdown.total(dimension);
      return total === humans
        ? []
        : [`${dimension} adds up to ${total}, its quarters to ${humans}`];
    }),
    ...(sketch.count === day.visitors
      ? []
      : [`visitors is ${day.visitors}, its sketch has ${sketch.count}`]),
  ];
}

/** In words, for each number that is another than it should be. */
export function differences<K extends string>(
  source: string,
  expected: Readonly<Record<K, number>>,
  actual: NoInfer<Readonly<Record<K, number>>>,
): string[] {
  return (Object.keys(expected) as K[])
    .filter((name) => expected[name] !== actual[name])
    .map((name) => `${name} is ${actual[name]}, ${source} say ${expected[name]}`);
}
