import type { Clock } from '../platform/background/clock.js';
import { isUnavailable } from '../platform/errors/problem.js';

const OPEN_MS = 1_000;
/** A slower failure does not open the breaker, because the process may have been stopped. */
const FAST_MS = 500;

/** Opens for a short time in an outage, so that visitors do not wait. Then one request retries. */
export class CircuitBreaker {
  #openUntilMs: number | undefined;

  constructor(private readonly clock: Clock) {}

  isOpen(nowMs: number): boolean {
    return this.#openUntilMs !== undefined && nowMs < this.#openUntilMs;
  }

  open(): void {
    this.#openUntilMs = this.clock.nowMs() + OPEN_MS;
  }

  /** Runs a database request. Its result closes the breaker, and an outage opens it. */
  async watch<T>(request: () => Promise<T>): Promise<T> {
    const startedAtMs = this.clock.nowMs();
    if (this.#openUntilMs !== undefined) this.open();
    try {
      const result = await request();
      this.#openUntilMs = undefined;
      return result;
    } catch (error) {
      const isFast = this.clock.nowMs() - startedAtMs < FAST_MS;
      if (isFast && isUnavailable(error)) this.open();
      throw error;
    }
  }
}
