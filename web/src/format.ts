import { currentZone, settings } from './settings.js';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * DAY_S],
  ['month', 30 * DAY_S],
  ['day', DAY_S],
  ['hour', HOUR_S],
  ['minute', MINUTE_S],
];

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(settings.value.language).format(value);
}

/** Such as `1.2M`, for numbers in little space. */
export function formatCompact(value: number): string {
  return new Intl.NumberFormat(settings.value.language, {
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(value);
}

/** A share of 0 to 1 as a percentage. */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(settings.value.language, {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(share);
}

/** Day and time in the zone of the settings. */
export function formatTime(instant: string): string {
  return new Intl.DateTimeFormat(settings.value.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: currentZone(),
  }).format(new Date(instant));
}

export function formatDay(instant: string, timeZone = currentZone()): string {
  return new Intl.DateTimeFormat(settings.value.language, {
    dateStyle: 'medium',
    timeZone,
  }).format(new Date(instant));
}

/** Such as `3 hours ago`. */
export function formatAgo(instant: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const format = new Intl.RelativeTimeFormat(settings.value.language, { numeric: 'auto' });
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return unit === 'second'
    ? format.format(0, 'minute')
    : format.format(Math.trunc(seconds / size), unit);
}

/** Such as `3 sec. ago`, for what happens all the time. */
export function formatSecondsAgo(instant: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
  if (seconds >= MINUTE_S) return formatAgo(instant, now);
  const format = new Intl.RelativeTimeFormat(settings.value.language, { style: 'short' });
  return format.format(-seconds, 'second');
}

/** The name of a country by its ISO 3166-1 code; other texts stay as they are. */
export function formatCountry(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(settings.value.language, { type: 'region' }).of(code) ?? code;
}

/** Such as `84 ms` or `1.2 s`. */
export function formatDuration(milliseconds: number): string {
  const isShort = milliseconds < 1000;
  return new Intl.NumberFormat(settings.value.language, {
    style: 'unit',
    unit: isShort ? 'millisecond' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: isShort ? 0 : 1,
  }).format(isShort ? milliseconds : milliseconds / 1000);
}
