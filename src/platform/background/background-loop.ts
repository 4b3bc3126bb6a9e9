import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import { SystemClock, type Clock } from './clock.js';
import { logErrors } from './log-errors.js';

export interface LoopOptions {
  readonly logger: Logger;
  /** The pause between the end of a run and the start of the next. */
  readonly pauseMs: number | (() => number);
  readonly run: () => Promise<void>;
}

/** Runs a task again and again, one run at a time. Errors are logged and do not end the loop. */
export class BackgroundLoop {
  readonly #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: LoopOptions,
    private readonly clock: Clock = new SystemClock(),
  ) {}

  start({ withPause = false } = {}): void {
    this.#ended = this.#loop(withPause);
  }

  /** Starts no further run, and resolves when the run in progress has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  /** Stops, then flushes. Returns whether both ended within the limit; if not, they go on. */
  async stopAndFlush(flush: () => Promise<void>, limitMs: number): Promise<boolean> {
    const flushed = this.stop().then(flush);
    return Promise.race([flushed.then(() => true), sleep(limitMs, false, { ref: false })]);
  }

  async #loop(withPause: boolean): Promise<void> {
    const { logger, pauseMs, run } = this.options;
    const { signal } = this.#stop;
    const pause = (): Promise<void> =>
      this.clock.sleep(typeof pauseMs === 'number' ? pauseMs : pauseMs(), signal);
    if (withPause) await pause();
    while (!signal.aborted) {
      await logErrors(logger, run);
      if (!signal.aborted) await pause();
    }
  }
}
