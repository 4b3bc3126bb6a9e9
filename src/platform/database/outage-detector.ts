import { Logger } from '@nestjs/common';
import { sleepIgnoringStalls, SystemClock, type Clock } from '../background/clock.js';
import { databaseUnavailable } from './database-unavailable.js';
import type { ResponseDeadline } from './response-deadline.js';

/** How long the database may answer nothing while work waits for it, before a probe decides. */
const SILENCE_MS = 1_000;
const PROBE_TIMEOUT_MS = 1_000;
/** The pause between probes in an outage. */
const PROBE_INTERVAL_MS = 250;

/** Resolves if the server answers on a new connection, which is closed when the signal aborts. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/**
 * Notices that a server has stopped responding long before each statement reaches its own time limit. Slow work is no
 * outage: while a probe is answered, all work keeps its time.
 */
export class OutageDetector {
  readonly #logger = new Logger(OutageDetector.name);
  readonly #waiting = new Set<ResponseDeadline>();
  #answeredAtMs = 0;
  #isWatching = false;
  #isDown = false;

  /** @param onOutage is called when an outage begins, after the waiting work was given up. */
  constructor(
    private readonly probe: Probe,
    private readonly onOutage: () => void,
    private readonly clock: Clock = new SystemClock(),
  ) {}

  /** @throws Problem `database-unavailable` in an outage. */
  assertUp(): void {
    if (this.#isDown) throw databaseUnavailable(noResponse());
  }

  /** An outage ends the deadline of this work at once, until `removeWork`. */
  addWork(deadline: ResponseDeadline): void {
    if (this.#waiting.size === 0) this.#noteAnswer();
    this.#waiting.add(deadline);
    if (!this.#isWatching) void this.#watch();
  }

  removeWork(deadline: ResponseDeadline, isAnswered: boolean): void {
    this.#waiting.delete(deadline);
    if (isAnswered) this.#noteAnswer();
  }

  #noteAnswer(): void {
    this.#answeredAtMs = this.clock.nowMs();
  }

  /** Runs while work waits. */
  async #watch(): Promise<void> {
    this.#isWatching = true;
    while (this.#waiting.size > 0) {
      const leftMs = this.#answeredAtMs + SILENCE_MS - this.clock.nowMs();
      if (leftMs > 0) await this.clock.sleep(leftMs);
      else if (await this.#isAnswering()) this.#noteAnswer();
      else await this.#waitForEnd();
    }
    this.#isWatching = false;
  }

  async #waitForEnd(): Promise<void> {
    this.#isDown = true;
    this.#logger.warn('the database does not respond');
    for (const deadline of this.#waiting) deadline.expire(noResponse());
    this.onOutage();
    do await this.clock.sleep(PROBE_INTERVAL_MS);
    while (!(await this.#isAnswering()));
    this.#isDown = false;
    this.#noteAnswer();
    this.#logger.log('the database responds again');
  }

  async #isAnswering(): Promise<boolean> {
    const timeout = new AbortController();
    const isLate = sleepIgnoringStalls(PROBE_TIMEOUT_MS, this.clock).then(() => false);
    const isAnswered = this.probe(timeout.signal).then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([isAnswered, isLate]);
    } finally {
      timeout.abort();
    }
  }
}

function noResponse(): Error {
  return new Error('the database does not respond');
}
