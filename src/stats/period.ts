import { DAY_MS, QUARTER_MS } from '../click/day.js';
import { invalidFields } from '../platform/errors/problem.js';
import { maxStepCount, stepsBetween, type Step, type Unit } from './calendar/steps.js';

const DEFAULT_DAYS = 30;
const MAX_DAYS = 3_660;
const MAX_STEPS = 10_000;
/** From then on the day is in the year 10 000 in some time zone or other, which no timestamp tells. */
const LATEST_MS = Date.parse('9999-12-30T00:00:00Z');

export interface PeriodQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly unit: Unit;
  readonly timezone: string;
}

/** What statistics are about: whole quarters of an hour, in steps of a calendar. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: readonly Step[];
}

/**
 * Ends now unless told otherwise, and has begun with the day 29 days before.
 * @throws Problem `validation-failed` when it is empty, longer than ten years or has too many steps.
 */
export function periodOf(query: PeriodQuery, nowMs: number): Period {
  const { unit, timezone } = query;
  const toMs = ceilToQuarter(query.to === undefined ? nowMs : Date.parse(query.to));
  const fromMs =
    query.from === undefined
      ? defaultStart(toMs, timezone)
      : floorToQuarter(Date.parse(query.from));
  if (toMs > LATEST_MS) throw refused('to', 'must be before the last days of the year 9999');
  if (fromMs >= toMs) throw refused('from', 'must be before to');
  if (toMs - fromMs > MAX_DAYS * DAY_MS)
    throw refused('from', 'must be at most 10 years before to');
  if (maxStepCount(fromMs, toMs, unit) > MAX_STEPS) {
    throw refused('unit', `must be longer: from and to are more than ${MAX_STEPS} of it apart`);
  }
  return { fromMs, toMs, steps: stepsBetween(fromMs, toMs, unit, timezone) };
}

function defaultStart(toMs: number, timezone: string): number {
  const earliestMs = Math.max(0, toMs - 1 - (DEFAULT_DAYS - 1) * DAY_MS);
  const [day] = stepsBetween(earliestMs, earliestMs + 1, 'day', timezone);
  return day?.startMs ?? earliestMs;
}

function floorToQuarter(timeMs: number): number {
  return Math.floor(timeMs / QUARTER_MS) * QUARTER_MS;
}

function ceilToQuarter(timeMs: number): number {
  return Math.ceil(timeMs / QUARTER_MS) * QUARTER_MS;
}

function refused(name: string, detail: string): Error {
  return invalidFields([{ pointer: `?${name}`, detail: `${name} ${detail}` }]);
}
