import { Temporal } from 'temporal-polyfill';

/** Offsets and dates, which Temporal takes for zones too, begin otherwise. IANA's longest name has 32 characters. */
const NAME = /^[a-z][a-z0-9_+/-]{0,63}$/i;
const NANOSECONDS_PER_MS = 1_000_000;

/** A time from which to which a zone's clocks are not changed. They show UTC plus the offset. */
export interface OffsetSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
  /** `+01:00`; of UTC `+00:00`. */
  readonly offset: string;
}

/** The offsets of a time zone over a period, so that each instant's local time is plain arithmetic. */
export class ZoneOffsets {
  /** @param spans contiguous, in order, none empty. */
  private constructor(readonly spans: readonly OffsetSpan[]) {}

  /**
   * The first question about some years of a zone takes a process about a millisecond for each of them;
   * Temporal remembers the answer.
   */
  static offsetAt(zone: string, fromMs: number, toMs: number): ZoneOffsets {
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
    return new ZoneOffsets(spans);
  }
}

/** IANA's spelling of the name, of a zone or of a link to one (which stays itself); `undefined` if there is none. */
export function canonicalZone(text: string): string | undefined {
  if (!NAME.test(text)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
