import { sleepIgnoringStalls, type Clock } from '../platform/background/clock.js';
import { isUnavailable } from '../platform/errors/problem.js';

/** How long a failure counts. Without a lease nothing is served from memory for longer than this. */
const OPEN_MS = 500;
/** How long a visitor for whom there is an older copy waits for the database. */
const PATIENCE_MS = 500;
/** The database is asked again before the breaker closes, so that no visitor waits in an outage. */
const PROBE_INTERVAL_MS = 250;

export const NO_ANSWER = 'no answer';

/**
 * Open while the database has just failed, so that visitors do not wait for it. A failure counts from the
 * time when the database was asked: after a pause of the process the outage may be over.
 */
export class CircuitBreaker {
  /** `undefined` since the last answer. */
  #openUntilMs: number | undefined;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #answeredAtMs = Number.NEGATIVE_INFINITY;
  #probedAtMs = Number.NEGATIVE_INFINITY;
  #probe: Promise<unknown> | undefined;

  constructor(private readonly clock: Clock) {}

  isOpen(nowMs: number): boolean {
    return this.#openUntilMs !== undefined && nowMs < this.#openUntilMs;
  }

  /** Whether the next request must ask the database, although the breaker is open. */
  isProbeDue(nowMs: number): boolean {
    return this.#probe === undefined && nowMs - this.#probedAtMs >= PROBE_INTERVAL_MS;
  }

  /** In an outage one request at a time asks the database. Resolves when that request is over. */
  get probe(): Promise<unknown> | undefined {
    return this.#openUntilMs === undefined ? undefined : this.#probe;
  }

  /** Runs a database request. An answer closes the breaker, and an outage opens it. */
  async watch<T>(request: () => Promise<T>): Promise<T> {
    const askedAtMs = this.clock.nowMs();
    this.#askedAtMs = askedAtMs;
    try {
      const answer = await request();
      this.#answeredAtMs = this.clock.nowMs();
      this.#openUntilMs = undefined;
      return answer;
    } catch (error) {
      if (isUnavailable(error)) this.#open(askedAtMs, askedAtMs + OPEN_MS);
      throw error;
    }
  }

  /** Waits for a watched request, but not for long. Throws its errors, except outages. */
  wait<T>(request: Promise<T>, onLate: () => void): Promise<T | typeof NO_ANSWER> {
    const answer = this.#race(request, onLate);
    if (this.#probe === undefined) this.#trackProbe(answer);
    return answer;
  }

  #trackProbe(answer: Promise<unknown>): void {
    this.#probedAtMs = this.clock.nowMs();
    const end = (): void => void (this.#probe = undefined);
    this.#probe = answer.then(end, end);
  }

  async #race<T>(request: Promise<T>, onLate: () => void): Promise<T | typeof NO_ANSWER> {
    const sinceMs = this.clock.nowMs();
    let isOver = false;
    const late = sleepIgnoringStalls(PATIENCE_MS, this.clock).then((): typeof NO_ANSWER => {
      if (!isOver) {
        // The request may have joined an older one, or the process may have been stopped.
        const failedAtMs = Math.min(this.clock.nowMs(), this.#askedAtMs + PATIENCE_MS);
        this.#open(sinceMs, failedAtMs + OPEN_MS);
        onLate();
      }
      return NO_ANSWER;
    });
    try {
      return await Promise.race([request.catch(toNoAnswer), late]);
    } finally {
      isOver = true;
    }
  }

  /** A failure of a request that is older than an answer says nothing. */
  #open(sinceMs: number, untilMs: number): void {
    if (sinceMs < this.#answeredAtMs) return;
    this.#openUntilMs = Math.max(this.#openUntilMs ?? untilMs, untilMs);
  }
}

function toNoAnswer(error: unknown): typeof NO_ANSWER {
  if (isUnavailable(error)) return NO_ANSWER;
  throw error;
}
