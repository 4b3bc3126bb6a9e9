import { setTimeout as sleep } from 'node:timers/promises';

/** Lets other statements reach the database between two batches. */
const PAUSE_MS = 50;
/** Shorter than a job's interval, so that no other instance claims the job during the run. */
const MAX_RUN_MS = 300_000;

/** Processes a large table in batches. What one run does not reach is left for the next run. */
export class BatchRunner {
  #isStopped = false;
  #endsAtMs = 0;

  /** Starts the time limit of a run, which all of its `runUntilEmpty` share. */
  begin(): void {
    this.#endsAtMs = performance.now() + MAX_RUN_MS;
  }

  async runUntilEmpty(processBatch: () => Promise<number>): Promise<void> {
    const mayContinue = (): boolean => !this.#isStopped && performance.now() < this.#endsAtMs;
    while (mayContinue() && (await processBatch()) > 0) await sleep(PAUSE_MS);
  }

  stop(): void {
    this.#isStopped = true;
  }
}
