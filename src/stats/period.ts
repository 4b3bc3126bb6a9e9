import { DAY_MS, dayOf, QUARTER_MS } from '../click/day.js';
import type { DayRange } from '../click/rollup/click-day.store.js';
import { invalidFields } from '../platform/errors/problem.js';
import { getMaxStepCount, listSteps, type Step, type Unit } from './steps.js';

const DEFAULT_DAYS = 30;
const MAX_DAYS = 3_660;
const MAX_STEPS = 10_000;
/** From this time on, some time zone is in the year 10000, which a timestamp cannot express. */
const LATEST_MS = Date.parse('9999-12-30T00:00:00Z');

export interface PeriodQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly unit: Unit;
  readonly timezone: string;
}

/** The period of statistics: whole quarters of an hour, and the calendar steps that overlap it. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: readonly Step[];
}

/** `from` defaults to the start of the day 29 days before `to`. @throws Problem `validation-failed`. */
export function parsePeriod(query: PeriodQuery, nowMs: number): Period {
  const { unit, timezone } = query;
  const toMs = ceilToQuarter(query.to === undefined ? nowMs : Date.parse(query.to));
  const fromMs =
    query.from === undefined
      ? getDefaultStart(toMs, timezone)
      : floorToQuarter(Date.parse(query.from));
  if (toMs > LATEST_MS) throw invalidParameter('to', 'must not be after 9999-12-30T00:00:00.000Z');
  if (fromMs >= toMs) throw invalidParameter('from', 'must be before to');
  if (toMs - fromMs > MAX_DAYS * DAY_MS)
    throw invalidParameter('from', 'must be at most 10 years before to');
  if (getMaxStepCount(fromMs, toMs, unit) > MAX_STEPS)
    throw invalidParameter('unit', `must be longer: the series would have over ${MAX_STEPS} steps`);
  return { fromMs, toMs, steps: listSteps(fromMs, toMs, unit, timezone) };
}

/** The first and the last UTC day that the period overlaps. */
export function toDayRange({ fromMs, toMs }: Period): DayRange {
  return [dayOf(fromMs), dayOf(toMs - 1)];
}

function getDefaultStart(toMs: number, timezone: string): number {
  const earliestMs = Math.max(0, toMs - 1 - (DEFAULT_DAYS - 1) * DAY_MS);
  const [day] = listSteps(earliestMs, earliestMs + 1, 'day', timezone);
  return day?.startMs ?? earliestMs;
}

function floorToQuarter(timeMs: number): number {
  return Math.floor(timeMs / QUARTER_MS) * QUARTER_MS;
}

function ceilToQuarter(timeMs: number): number {
  return Math.ceil(timeMs / QUARTER_MS) * QUARTER_MS;
}

function invalidParameter(name: string, detail: string): Error {
  return invalidFields([{ pointer: `?${name}`, detail: `${name} ${detail}` }]);
}
