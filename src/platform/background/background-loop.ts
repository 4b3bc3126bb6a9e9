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
  #pause = new AbortController();
  #isStopped = false;
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
    this.#isStopped = true;
    this.wake();
    await this.#ended;
  }

  /** Ends the pause in progress, or skips the next one, so that a run starts now. */
  wake(): void {
    this.#pause.abort();
  }

  /** Stops, then flushes. Returns whether both ended within the limit; if not, they go on. */
  async stopAndFlush(flush: () => Promise<void>, limitMs: number): Promise<boolean> {
    const flushed = this.stop().then(flush);
    return Promise.race([flushed.then(() => true), sleep(limitMs, false, { ref: false })]);
  }

  async #loop(withPause: boolean): Promise<void> {
    const { logger, run } = this.options;
    if (withPause) await this.#sleep();
    while (!this.#isStopped) {
      await logErrors(logger, run);
      if (!this.#isStopped) await this.#sleep();
    }
  }

  async #sleep(): Promise<void> {
    const { pauseMs } = this.options;
    await this.clock.sleep(typeof pauseMs === 'number' ? pauseMs : pauseMs(), this.#pause.signal);
    if (this.#pause.signal.aborted) this.#pause = new AbortController();
  }
}
