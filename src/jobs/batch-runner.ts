import { setTimeout as sleep } from 'node:timers/promises';

/** Others get at the database in between. */
const PAUSE_MS = 50;
/** Less than it takes until another instance may be asked. */
const RUN_AT_MOST_MS = 300_000;

/** Work on a large table in small steps. What is not done in some minutes is left for the next time. */
export class BatchRunner {
  #isStopped = false;
  #endsAtMs = 0;

  begin(): void {
    this.#endsAtMs = performance.now() + RUN_AT_MOST_MS;
  }

  /** Until there is nothing left to do. */
  async runUntilEmpty(step: () => Promise<number>): Promise<void> {
    const mayGoOn = (): boolean => !this.#isStopped && performance.now() < this.#endsAtMs;
    while (mayGoOn() && (await step()) > 0) await sleep(PAUSE_MS);
  }

  /** For good, after what is under way. */
  stop(): void {
    this.#isStopped = true;
  }
}
