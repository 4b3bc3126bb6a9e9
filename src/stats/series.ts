import { DAY_MS, QUARTER_MS } from '../click/day.js';
import type { ClickDay } from '../click/rollup/click-day.entity.js';
import type { DayOfClicks } from '../click/rollup/click-day.store.js';
import { addCount, zeroCounts, type ClassCounts } from '../click/rollup/quarter-hours.js';
import { QuarterHours } from '../click/rollup/quarter-hours.js';
import type { Period } from './period.js';

type Day = DayOfClicks & Pick<ClickDay, 'quarterHours'>;

/** The clicks of each step of the period, in order. */
export function seriesOf(period: Period, days: readonly Day[]): ClassCounts[] {
  const series = period.steps.map(zeroCounts);
  let index = 0;
  for (const [timeMs, counts] of momentsIn(period, days)) {
    while (timeMs >= (period.steps[index]?.endMs ?? Number.POSITIVE_INFINITY)) index++;
    const sum = series[index];
    if (sum !== undefined) addCount(sum, counts);
  }
  return series;
}

export function sumOf(series: readonly ClassCounts[]): ClassCounts {
  const sum = zeroCounts();
  for (const counts of series) addCount(sum, counts);
  return sum;
}

/** Clicks with the time of their quarter of an hour, earliest first; days that lie in one step stay whole. */
function* momentsIn(
  { fromMs, toMs, steps }: Period,
  days: readonly Day[],
): Generator<readonly [number, Readonly<ClassCounts>]> {
  const isUtcDays = steps.every(({ startMs }) => startMs % DAY_MS === 0);
  for (const day of days) {
    const startMs = day.day * DAY_MS;
    const isWhole = isUtcDays && startMs >= fromMs && startMs + DAY_MS <= toMs;
    if (isWhole) yield [startMs, { ...day, humans: day.clicks - day.bots }];
    else yield* quartersIn(day, fromMs, toMs);
  }
}

function* quartersIn(
  { day, quarterHours }: Day,
  fromMs: number,
  toMs: number,
): Generator<readonly [number, Readonly<ClassCounts>]> {
  for (const [quarter, counts] of QuarterHours.parse(quarterHours).entries()) {
    const timeMs = day * DAY_MS + quarter * QUARTER_MS;
    if (timeMs >= fromMs && timeMs < toMs) yield [timeMs, counts];
  }
}
