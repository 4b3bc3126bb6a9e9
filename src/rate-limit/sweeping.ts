import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Jobs } from '../cluster/jobs.js';
import { isUnavailable } from '../errors/problem.js';
import { RateWindowStore } from './rate-window.store.js';

const LOOK_EVERY_MS = 60_000;
const JOB = 'rate-windows';
const JOB_EVERY_MS = 600_000;
/** Longer than clocks differ. */
const KEPT_FOR_MS = 600_000;

/** Removes minutes that are over. */
@Injectable()
export class Sweeping implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Sweeping.name);
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly store: RateWindowStore,
    private readonly jobs: Jobs,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#current = this.#run();
    }, LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopped = true;
    await this.#current;
  }

  async #run(): Promise<void> {
    try {
      const nowMs = Date.now();
      if (!(await this.jobs.claim(JOB, nowMs, JOB_EVERY_MS))) return;
      while (!this.#isStopped && (await this.store.removeEndedBefore(nowMs - KEPT_FOR_MS)) > 0);
    } catch (error) {
      if (!isUnavailable(error)) this.#logger.error(error);
    }
  }
}
