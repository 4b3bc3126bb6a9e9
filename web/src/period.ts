import { toInstant, toLocalTime } from './zoned-time.js';
import type { PeriodName } from './settings.js';

export type Unit = 'hour' | 'day' | 'week' | 'month';

/** Calendar days of a zone, such as `2026-11-01`; `to` is the last day within. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export type Period = PeriodName | DayRange;

/** Parameters of the statistics calls. */
export interface PeriodQuery {
  readonly from: string;
  readonly to: string;
  readonly unit: Unit;
  readonly timezone: string;
}

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<Exclude<PeriodName, 'all'>, number>> = {
  today: 1,
  '7d': 7,
  '30d': 30,
  '90d': 90,
  '12m': 365,
};

/** The longest periods, in days, of which hours, days and weeks make at most about 200 bars. */
const MAX_DAYS: readonly (readonly [Unit, number])[] = [
  ['hour', 7],
  ['day', 180],
  ['week', 3 * 366],
];

/**
 * Returns the query of a period that ends with the current day.
 * @param first the instant at which the period `all` begins.
 */
export function toPeriodQuery(
  period: Period,
  zone: string,
  first: string,
  now = Date.now(),
): PeriodQuery {
  const { from, to } = toDayRange(period, zone, first, now);
  return {
    from: toInstant(`${from}T00:00`, zone),
    to: toInstant(`${addDays(to, 1)}T00:00`, zone),
    unit: unitFor(countDays(from, to)),
    timezone: zone,
  };
}

export function toDayRange(
  period: Period,
  zone: string,
  first: string,
  now = Date.now(),
): DayRange {
  if (typeof period !== 'string') return period;
  const today = toLocalTime(new Date(now).toISOString(), zone).slice(0, 10);
  if (period === 'all') return { from: toLocalTime(first, zone).slice(0, 10), to: today };
  return { from: addDays(today, 1 - DAYS[period]), to: today };
}

/** The step with which a period has at most about 200 bars. */
export function unitFor(days: number): Unit {
  return MAX_DAYS.find(([, max]) => days <= max)?.[0] ?? 'month';
}

/** How many days a range has, both ends included. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}
