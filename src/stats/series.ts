import { DAY_MS, QUARTER_MS } from '../click/day.js';
import type { ClickDay } from '../click/rollup/click-day.entity.js';
import type { DayOfClicks } from '../click/rollup/click-day.store.js';
import { addCount, zeroCounts, type ClassCounts } from '../click/rollup/quarter-hours.js';
import { QuarterHours } from '../click/rollup/quarter-hours.js';
import type { Period } from './period.js';
import type { StepDto } from './stats.dto.js';

type Day = DayOfClicks & Pick<ClickDay, 'quarterHours'>;

const CSV_COLUMNS = [
  'start',
  'total',
  'humans',
  'bots',
] as const satisfies readonly (keyof StepDto)[];

/** Returns the clicks of each step of the period, in order. */
export function countSteps(period: Period, days: readonly Day[]): ClassCounts[] {
  const series = period.steps.map(zeroCounts);
  let index = 0;
  for (const [timeMs, counts] of readCounts(period, days)) {
    while (timeMs >= (period.steps[index]?.endMs ?? Number.POSITIVE_INFINITY)) index++;
    const sum = series[index];
    if (sum !== undefined) addCount(sum, counts);
  }
  return series;
}

export function sumCounts(series: readonly ClassCounts[]): ClassCounts {
  const sum = zeroCounts();
  for (const counts of series) addCount(sum, counts);
  return sum;
}

/** Formats a series as CSV (RFC 4180) with a header. Times and numbers need no quotes. */
export function formatCsv(series: readonly StepDto[]): string {
  const lines = series.map((step) => CSV_COLUMNS.map((name) => step[name]).join(','));
  return [CSV_COLUMNS.join(','), ...lines, ''].join('\r\n');
}

/** Yields clicks with the start of their quarter hour, or of their day if all steps are UTC days. */
function* readCounts(
  { fromMs, toMs, steps }: Period,
  days: readonly Day[],
): Generator<readonly [number, Readonly<ClassCounts>]> {
  const areUtcDays = steps.every(({ startMs }) => startMs % DAY_MS === 0);
  for (const day of days) {
    const startMs = day.day * DAY_MS;
    const isWhole = areUtcDays && startMs >= fromMs && startMs + DAY_MS <= toMs;
    if (isWhole) yield [startMs, { ...day, humans: day.clicks - day.bots }];
    else yield* readQuarterCounts(day, fromMs, toMs);
  }
}

function* readQuarterCounts(
  { day, quarterHours }: Day,
  fromMs: number,
  toMs: number,
): Generator<readonly [number, Readonly<ClassCounts>]> {
  for (const [quarter, counts] of QuarterHours.parse(quarterHours).entries()) {
    const timeMs = day * DAY_MS + quarter * QUARTER_MS;
    if (timeMs >= fromMs && timeMs < toMs) yield [timeMs, counts];
  }
}
