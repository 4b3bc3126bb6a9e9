import type { Clock } from '../platform/background/clock.js';
import { isUnavailable } from '../platform/errors/problem.js';

const OPEN_MS = 1_000;
/** A failure that takes longer may be one of this process, which may have been stopped meanwhile. */
const FAST_MS = 500;

/**
 * Remembers for a moment that the database did not answer, so that not every visitor finds out by waiting.
 * When the moment is over one of them tries again, and the others do not wait for that either.
 */
export class CircuitBreaker {
  #openUntilMs: number | undefined;

  constructor(private readonly clock: Clock) {}

  isOpen(nowMs: number): boolean {
    return this.#openUntilMs !== undefined && nowMs < this.#openUntilMs;
  }

  open(): void {
    this.#openUntilMs = this.clock.nowMs() + OPEN_MS;
  }

  /** Asks the database, and takes note of how that ends. */
  async watch<T>(ask: () => Promise<T>): Promise<T> {
    const beganMs = this.clock.nowMs();
    if (this.#openUntilMs !== undefined) this.open();
    try {
      const answer = await ask();
      this.#openUntilMs = undefined;
      return answer;
    } catch (error) {
      const isFast = this.clock.nowMs() - beganMs < FAST_MS;
      if (isFast && isUnavailable(error)) this.open();
      throw error;
    }
  }
}
