import { DAY_MS } from '../click/day.js';
import { listOffsetSpans, type OffsetSpan } from './time-zone.js';

const HOUR_MS = DAY_MS / 24;
/** 1970-01-05, the first Monday after the epoch. */
const MONDAY_MS = 4 * DAY_MS;

export const UNITS = ['hour', 'day', 'week', 'month'] as const;
export type Unit = (typeof UNITS)[number];

export interface Step {
  readonly startMs: number;
  readonly endMs: number;
  /** Local time with its offset, such as `2026-11-01T00:00:00+01:00`. */
  readonly start: string;
}

interface Boundary {
  readonly atMs: number;
  /** Local time, as the instant at which UTC shows the same time. */
  readonly wallMs: number;
  readonly offset: string;
}

/** The longest step of each unit while the zone's offset stays the same. */
const LONGEST_MS: Record<Unit, number> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 31 * DAY_MS,
};

/** A lower bound of the average step of a long period. Changes of half an hour make a few hours short. */
const AVERAGE_MS: Record<Unit, number> = {
  ...LONGEST_MS,
  hour: 0.999 * HOUR_MS,
  month: 30 * DAY_MS,
};

/** Returns an upper bound of the number of steps in any zone; at most 3 too many for days and weeks. */
export function getMaxStepCount(fromMs: number, toMs: number, unit: Unit): number {
  return Math.ceil((toMs - fromMs) / AVERAGE_MS[unit]) + 2;
}

/**
 * Lists all steps that overlap `[fromMs, toMs)`, contiguous. An hour starts when local time reaches a
 * full hour or the offset changes. Temporal's own `add` and `startOfDay` are too slow (ADR 15).
 */
export function listSteps(fromMs: number, toMs: number, unit: Unit, zone: string): Step[] {
  if (fromMs >= toMs) return [];
  // A change of the offset lengthens a step by at most one day.
  const marginMs = LONGEST_MS[unit] + DAY_MS;
  const spans = listOffsetSpans(zone, fromMs - marginMs, toMs + marginMs);
  const steps: Step[] = [];
  let last: Boundary | undefined;
  for (const boundary of generateBoundaries(spans, unit)) {
    if (last !== undefined && last.atMs < toMs && boundary.atMs > Math.max(fromMs, last.atMs))
      steps.push({ startMs: last.atMs, endMs: boundary.atMs, start: formatLocalTime(last) });
    last = boundary;
  }
  return steps;
}

/** In order. A day that the zone skips starts and ends when the next day starts. */
function* generateBoundaries(spans: readonly OffsetSpan[], unit: Unit): Generator<Boundary> {
  let wallMs: number | undefined;
  for (const { fromMs, toMs, offsetMs, offset } of spans) {
    if (wallMs === undefined || unit === 'hour') wallMs = floorToUnit(unit, fromMs + offsetMs);
    for (; wallMs < toMs + offsetMs; wallMs = floorToUnit(unit, wallMs + LONGEST_MS[unit])) {
      const atMs = Math.max(fromMs, wallMs - offsetMs);
      yield { atMs, wallMs: atMs + offsetMs, offset };
    }
  }
}

function floorToUnit(unit: Unit, wallMs: number): number {
  if (unit === 'month') {
    const date = new Date(wallMs);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  }
  const originMs = unit === 'week' ? MONDAY_MS : 0;
  const lengthMs = LONGEST_MS[unit];
  return originMs + Math.floor((wallMs - originMs) / lengthMs) * lengthMs;
}

function formatLocalTime({ wallMs, offset }: Boundary): string {
  return new Date(wallMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length) + offset;
}
