import type { Clock } from '../platform/background/clock.js';
import type { TimeHistory } from './newest-time.store.js';

/** The newest time is stored each minute, so that only a pause or a wrong clock is this far ahead of it. */
export const STEP_AHEAD_MS = 3_600_000;
/** Corrections by less do no harm: a clock that is behind deletes less. */
export const STEP_BACK_MS = 60_000;
const EVEN_FOR_MS = 600_000;
/** Corrections by less may happen while the clock runs evenly. */
const MAX_DEVIATION_MS = 60_000;

/** Whether the clock is too far from the newest time that it has shown. */
export function isStep(nowMs: number, newestMs: number): boolean {
  return nowMs > newestMs + STEP_AHEAD_MS || nowMs < newestMs - STEP_BACK_MS;
}

export function describeStep({ nowMs, newest }: TimeHistory): string {
  const minutes = EVEN_FOR_MS / 60_000;
  if (newest === undefined || !isStep(nowMs, newest.newestMs)) {
    return `the database's clock has made a step, and must run evenly for ${minutes} minutes`;
  }
  const direction = nowMs > newest.newestMs ? 'ahead of' : 'behind';
  return `the database's clock is ${describeDuration(nowMs - newest.newestMs)} ${direction} the newest time that it has shown`;
}

/** Watches whether the database's clock and the monotonic clock move on together. */
export class EvenRun {
  #begin: { readonly atMs: number; readonly databaseMs: number } | undefined;

  constructor(private readonly monotonic: Clock) {}

  begin(databaseMs: number): void {
    this.#begin = { atMs: this.monotonic.nowMs(), databaseMs };
  }

  reset(): void {
    this.#begin = undefined;
  }

  /** Whether the clocks have moved on together for long enough. If they have not, the time starts again. */
  isLongEnough(databaseMs: number): boolean {
    const begin = this.#begin;
    const passedMs = begin === undefined ? 0 : this.monotonic.nowMs() - begin.atMs;
    const shownMs = begin === undefined ? Number.NaN : databaseMs - begin.databaseMs;
    if (!(Math.abs(shownMs - passedMs) <= MAX_DEVIATION_MS)) {
      this.begin(databaseMs);
      return false;
    }
    return passedMs >= EVEN_FOR_MS;
  }
}

/** The amount without its sign, in the largest unit that fits. */
export function describeDuration(ms: number): string {
  const seconds = Math.abs(ms) / 1000;
  if (seconds >= 2 * 86_400) return `${(seconds / 86_400).toFixed(1)} days`;
  if (seconds >= 2 * 3600) return `${(seconds / 3600).toFixed(1)} hours`;
  if (seconds >= 2 * 60) return `${(seconds / 60).toFixed(1)} minutes`;
  return `${seconds.toFixed(1)} seconds`;
}
