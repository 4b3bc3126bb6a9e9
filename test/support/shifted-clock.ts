export const DAY_MS = 86_400_000;

const PRELOAD = new URL('../workers/shifted-clock.js', import.meta.url).href;

/** Variables of an instance whose clock differs: from its start, or from SIGUSR2 on. */
export function shiftedClock(
  offsetMs: number,
  at: 'start' | 'signal' = 'start',
): Record<string, string> {
  return {
    NODE_OPTIONS: `--import=${PRELOAD}`,
    CLOCK_OFFSET_MS: String(offsetMs),
    CLOCK_SHIFTS_AT: at,
  };
}
