import { DAY_MS } from '../../click/day.js';
import { ZoneOffsets, type OffsetSpan } from './time-zone.js';

const HOUR_MS = DAY_MS / 24;
/** 1970-01-05, the first. */
const MONDAY_MS = 4 * DAY_MS;

export const UNITS = ['hour', 'day', 'week', 'month'] as const;
export type Unit = (typeof UNITS)[number];

export interface Step {
  readonly startMs: number;
  readonly endMs: number;
  /** Local time with its offset: `2026-11-01T00:00:00+01:00`. */
  readonly start: string;
}

interface Boundary {
  readonly atMs: number;
  /** What the zone's clocks show, as the instant at which those of UTC show it. */
  readonly wallMs: number;
  readonly offset: string;
}

/** While clocks are not changed. */
const LONGEST_MS: Record<Unit, number> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 31 * DAY_MS,
};

/** No longer than the average step of a long period. Changes by half an hour make a few short hours. */
const AVERAGE_MS: Record<Unit, number> = {
  ...LONGEST_MS,
  hour: 0.999 * HOUR_MS,
  month: 30 * DAY_MS,
};

/** At least as many as `stepsBetween` gives in any zone; of whole days and weeks at most 3 more. */
export function maxStepCount(fromMs: number, toMs: number, unit: Unit): number {
  return Math.ceil((toMs - fromMs) / AVERAGE_MS[unit]) + 2;
}

/**
 * Every step of the zone's calendar that overlaps `[fromMs, toMs)`: whole, contiguous, none empty. A day, an ISO week
 * or a month begins at the first instant of its first date; an hour whenever the zone's clocks show a full hour or
 * are changed.
 */
export function stepsBetween(fromMs: number, toMs: number, unit: Unit, zone: string): Step[] {
  if (fromMs >= toMs) return [];
  // Changing the clocks makes no step longer by more than a day.
  const marginMs = LONGEST_MS[unit] + DAY_MS;
  const { spans } = ZoneOffsets.offsetAt(zone, fromMs - marginMs, toMs + marginMs);
  const steps: Step[] = [];
  let last: Boundary | undefined;
  for (const boundary of boundaries(spans, unit)) {
    if (last !== undefined && last.atMs < toMs && boundary.atMs > Math.max(fromMs, last.atMs))
      steps.push({ startMs: last.atMs, endMs: boundary.atMs, start: localTime(last) });
    last = boundary;
  }
  return steps;
}

/** In order. A day that the zone leaves out begins, and ends, when the next one begins. */
function* boundaries(spans: readonly OffsetSpan[], unit: Unit): Generator<Boundary> {
  let wallMs: number | undefined;
  for (const { fromMs, toMs, offsetMs, offset } of spans) {
    if (wallMs === undefined || unit === 'hour') wallMs = beginningOf(unit, fromMs + offsetMs);
    for (; wallMs < toMs + offsetMs; wallMs = beginningOf(unit, wallMs + LONGEST_MS[unit])) {
      const atMs = Math.max(fromMs, wallMs - offsetMs);
      yield { atMs, wallMs: atMs + offsetMs, offset };
    }
  }
}

function beginningOf(unit: Unit, wallMs: number): number {
  if (unit === 'month') {
    const date = new Date(wallMs);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  }
  const originMs = unit === 'week' ? MONDAY_MS : 0;
  const lengthMs = LONGEST_MS[unit];
  return originMs + Math.floor((wallMs - originMs) / lengthMs) * lengthMs;
}

function localTime({ wallMs, offset }: Boundary): string {
  return new Date(wallMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length) + offset;
}
