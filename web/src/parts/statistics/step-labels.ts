import type { Unit } from '../../period.js';
import { settings } from '../../settings.js';
import { text } from '../../text/en.js';
import type { StepLabel } from '../chart/figures.js';

const SHORT: Readonly<Record<Unit, Intl.DateTimeFormatOptions>> = {
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
};
const LONG: Readonly<Record<Unit, Intl.DateTimeFormatOptions>> = {
  hour: { dateStyle: 'medium', timeStyle: 'short' },
  day: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  week: { dateStyle: 'medium' },
  month: { month: 'long', year: 'numeric' },
};
/** As many hours as have labels with the time of day. */
const MAX_HOURS = 48;

/**
 * Names the steps of a series. The server cuts them in the time zone that was asked for and gives their local time, such
 * as `2026-11-01T00:00:00+01:00`, which is shown as it is.
 */
export function labelSteps(starts: readonly string[], unit: Unit): StepLabel[] {
  const short = formatter(SHORT[unit]);
  const day = formatter(SHORT.day);
  const long = formatter(LONG[unit]);
  return starts.map((start) => {
    const time = localTime(start);
    const isDay = unit === 'hour' && starts.length > MAX_HOURS;
    return {
      short: (isDay ? day : short)(time),
      long: nameStep(long(time), start, starts, unit),
    };
  });
}

/** The midnights, if a series of hours is long; `undefined` if any step can have a label on the axis. */
export function chooseTicks(starts: readonly string[], unit: Unit): Set<number> | undefined {
  if (unit !== 'hour' || starts.length <= MAX_HOURS) return undefined;
  const midnights = starts.flatMap((start, index) => (start.includes('T00:00') ? [index] : []));
  return new Set(midnights);
}

/** An hour that the clock repeats is named with its offset. */
function nameStep(name: string, start: string, starts: readonly string[], unit: Unit): string {
  if (unit === 'week') return text.statistics.weekOf(name);
  if (unit !== 'hour') return name;
  const local = start.slice(0, LOCAL_LENGTH);
  const isRepeated = starts.some((other) => other !== start && other.startsWith(local));
  return isRepeated ? `${name} (${start.slice(LOCAL_LENGTH)})` : name;
}

const LOCAL_LENGTH = '2026-11-01T00:00:00'.length;

function localTime(start: string): Date {
  return new Date(`${start.slice(0, LOCAL_LENGTH)}Z`);
}

function formatter(options: Intl.DateTimeFormatOptions): (time: Date) => string {
  const format = new Intl.DateTimeFormat(settings.value.language, { ...options, timeZone: 'UTC' });
  return (time) => format.format(time);
}
