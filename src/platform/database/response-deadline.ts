import type { Problem } from '../errors/problem.js';
import { databaseUnavailable } from './database-unavailable.js';

/** Longer than the time limits within the database. */
const RESPONSE_TIMEOUT_MS = 8_000;

/**
 * Limits the wait for a database that hangs. A caller that was told of a failure must be able to rely on it, so work
 * does not take effect later. Once it is taking effect, only its outcome decides.
 */
export class ResponseDeadline {
  #isOver = false;
  #isTakingEffect = false;
  #reject: ((reason: Problem) => void) | undefined;

  /** Rejects with Problem `database-unavailable` when the time is over, unless the work is taking effect. */
  limit<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      const timer = setTimeout(
        () => this.expire(new Error(`no response within ${RESPONSE_TIMEOUT_MS} ms`)),
        RESPONSE_TIMEOUT_MS,
      );
      void work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  /** Ends the time early. */
  expire(cause: Error): void {
    if (this.#isTakingEffect) return;
    this.#isOver = true;
    this.#reject?.(databaseUnavailable(cause));
  }

  /** Has the time count again, because an earlier attempt has failed. */
  startAttempt(): void {
    this.#isTakingEffect = false;
  }

  /** To be called before a commit, or before a statement that is one. @throws Error if the time is over. */
  takeEffect(): void {
    if (this.#isOver) throw new Error('the caller was told of a failure');
    this.#isTakingEffect = true;
  }
}
