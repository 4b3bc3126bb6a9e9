export const DAY_MS = 86_400_000;
/** The offsets of all current time zones are multiples of a quarter hour. */
export const QUARTER_MS = 900_000;
export const QUARTERS_PER_DAY = DAY_MS / QUARTER_MS;

/** UTC days since 1970-01-01. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** Quarter hours since 1970-01-01 UTC. */
export function quarterOf(timeMs: number): number {
  return Math.floor(timeMs / QUARTER_MS);
}
