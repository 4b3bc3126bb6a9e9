import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Jobs } from '../cluster/jobs.js';
import { isUnavailable } from '../errors/problem.js';
import { KEPT_FOR_MS } from './idempotency.js';
import { IdempotencyStore } from './idempotency.store.js';

const LOOK_EVERY_MS = 60_000;
const JOB = 'idempotency-keys';
const JOB_EVERY_MS = 600_000;
/** Others get at the database in between. */
const PAUSE_MS = 50;

/** Forgets idempotency keys that are too old to be honoured. */
@Injectable()
export class Forgetting implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Forgetting.name);
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly store: IdempotencyStore,
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
      while (!this.#isStopped && (await this.store.forgetBefore(nowMs - KEPT_FOR_MS)) > 0) {
        await sleep(PAUSE_MS);
      }
    } catch (error) {
      if (!isUnavailable(error)) this.#logger.error(error);
    }
  }
}
