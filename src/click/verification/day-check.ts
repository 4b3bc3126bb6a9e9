import { Breakdown } from '../rollup/breakdown.js';
import type { ClickDay } from '../rollup/click-day.entity.js';
import { bytesOf } from '../rollup/click-day-row.js';
import { QuarterHours } from '../rollup/quarter-hours.js';
import { VisitorSketch } from '../rollup/visitor-sketch.js';
import { DIMENSIONS } from '../visit/visit.js';

/** What a day says of itself that its quarters of an hour do not say. */
export function inconsistenciesIn(day: ClickDay): string[] {
  const { humans, bots, prefetches } = QuarterHours.parse(day.quarterHours).total();
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
