const MINUTE_MS = 60_000;

/** The number of the minute since 1970. */
export function minuteOf(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS);
}

export function endMsOf(minute: number): number {
  return (minute + 1) * MINUTE_MS;
}

/** Whole seconds until the next minute, at least one. */
export function secondsLeft(timeMs: number): number {
  return Math.ceil((endMsOf(minuteOf(timeMs)) - timeMs) / 1000);
}
