import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { BackgroundLoop } from '../platform/background/background-loop.js';
import { logErrors } from '../platform/background/log-errors.js';
import { BatchRunner } from './batch-runner.js';
import { ClockMonitor } from './clock-monitor.js';
import { JobLock } from './job-lock.js';

const POLL_INTERVAL_MS = 60_000;
const JOB_INTERVAL_MS = 600_000;

/** A periodic job that runs on one instance at a time. An aborted run must be safe to repeat. */
export interface ScheduledJob {
  /** The same on every instance, and unique. */
  readonly name: string;
  /** @param nowMs by the database's clock. */
  run(nowMs: number): Promise<void>;
  /** Makes a run in progress end after its current step. */
  stop(): void;
}

/** Deletes old rows. `deleteBatch` returns how many it deleted and repeats until it returns 0. */
export function cleanupJob(
  name: string,
  deleteBatch: (nowMs: number) => Promise<number>,
): ScheduledJob {
  const runner = new BatchRunner();
  return {
    name,
    run: async (nowMs) => {
      runner.begin();
      await runner.runUntilEmpty(() => deleteBatch(nowMs));
    },
    stop: () => runner.stop(),
  };
}

/** Runs due jobs, unless a clock is wrong: all jobs delete by age. */
@Injectable()
export class JobScheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(JobScheduler.name);
  readonly #jobs: ScheduledJob[] = [];
  readonly #loop = new BackgroundLoop({
    logger: this.#logger,
    pauseMs: POLL_INTERVAL_MS,
    run: () => this.#runDue(),
  });

  constructor(
    private readonly lock: JobLock,
    private readonly clock: ClockMonitor,
  ) {}

  add(job: ScheduledJob): void {
    this.#jobs.push(job);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const job of this.#jobs) job.stop();
    await this.#loop.stop();
  }

  async #runDue(): Promise<void> {
    for (const job of this.#jobs) await logErrors(this.#logger, () => this.#run(job));
  }

  async #run(job: ScheduledJob): Promise<void> {
    const nowMs = await this.clock.deletionTimeMs();
    if (nowMs === undefined) return;
    if (await this.lock.claim(job.name, nowMs, JOB_INTERVAL_MS)) await job.run(nowMs);
  }
}
