import { ValidateBy } from 'class-validator';
import { Temporal } from 'temporal-polyfill';

/** Excludes offsets and dates, which Temporal accepts as zones too. The longest name of IANA has 32 characters. */
const NAME = /^[a-z][a-z0-9_+/-]{0,63}$/i;
const NANOSECONDS_PER_MS = 1_000_000;

/** A span of time during which the offset of a zone stays the same. Local time is UTC plus the offset. */
export interface OffsetSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
  /** Such as `+01:00`; `+00:00` for UTC. */
  readonly offset: string;
}

/** Lists contiguous spans in order. The first call for a zone takes about 1 ms per year. */
export function listOffsetSpans(zone: string, fromMs: number, toMs: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone);
  while (at.epochMilliseconds < toMs) {
    const next = at.getTimeZoneTransition('next');
    spans.push({
      fromMs: at.epochMilliseconds,
      toMs: Math.min(next?.epochMilliseconds ?? toMs, toMs),
      offsetMs: at.offsetNanoseconds / NANOSECONDS_PER_MS,
      offset: at.offset,
    });
    if (next === null) break;
    at = next;
  }
  return spans;
}

/** Returns the zone's name in the spelling of IANA, or `undefined` for an unknown zone. Aliases are not resolved. */
export function canonicalizeZone(text: string): string | undefined {
  if (!NAME.test(text)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Accepts the name of an IANA time zone in any case. */
export function IsTimeZone(): PropertyDecorator {
  return ValidateBy({
    name: 'isTimeZone',
    validator: {
      validate: (value) => typeof value === 'string' && canonicalizeZone(value) !== undefined,
      defaultMessage: (args) =>
        `${args?.property} must be the IANA name of a time zone, such as Europe/Berlin`,
    },
  });
}
