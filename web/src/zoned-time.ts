/** Wall-clock times of `datetime-local` fields, such as `2026-03-29T02:30`, in a time zone. */

/** Returns the wall-clock time of an instant. */
export function toLocalTime(instant: string, zone: string): string {
  const time = Date.parse(instant);
  return new Date(time + offsetAt(time, zone)).toISOString().slice(0, 16);
}

/**
 * Returns the instant of a wall-clock time. A time that the clock skips counts as that much later; of a time that
 * occurs twice, the first one is taken.
 */
export function toInstant(localTime: string, zone: string): string {
  const asUtc = Date.parse(`${localTime}Z`);
  const before = asUtc - offsetAt(asUtc - DAY_MS, zone);
  const after = asUtc - offsetAt(asUtc + DAY_MS, zone);
  const candidates = [before, after].filter((time) => time + offsetAt(time, zone) === asUtc);
  return new Date(candidates.length > 0 ? Math.min(...candidates) : before).toISOString();
}

const DAY_MS = 86_400_000;

/** The offset of a zone in milliseconds at a time. */
function offsetAt(time: number, zone: string): number {
  const parts = formatFor(zone).formatToParts(time);
  const value = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return local - Math.floor(time / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
