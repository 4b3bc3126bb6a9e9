import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { JobLock } from './job-lock.js';
import { BatchRunner } from './batch-runner.js';
import { logErrors } from '../platform/background/log-errors.js';

const LOOK_EVERY_MS = 60_000;
const DUE_EVERY_MS = 600_000;

/** Work that one instance does for all now and then. It must be harmless to begin it anew. */
export interface ScheduledJob {
  /** The same on every instance. */
  readonly name: string;
  run(nowMs: number): Promise<void>;
  /** For good, after what is under way. */
  stop(): void;
}

/** The removal of what has grown old: some at a time, of which `removeSome` says how many they were. */
export function cleanupJob(
  name: string,
  removeSome: (nowMs: number) => Promise<number>,
): ScheduledJob {
  const work = new BatchRunner();
  return {
    name,
    run: async (nowMs) => {
      work.begin();
      await work.runUntilEmpty(() => removeSome(nowMs));
    },
    stop: () => work.stop(),
  };
}

/** Sees that chores are done, one after the other, while the database is there. */
@Injectable()
export class JobScheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(JobScheduler.name);
  readonly #jobs: ScheduledJob[] = [];
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(private readonly lock: JobLock) {}

  add(job: ScheduledJob): void {
    this.#jobs.push(job);
  }

  onApplicationBootstrap(): void {
    this.#runDue();
    this.#timer = setInterval(() => this.#runDue(), LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    for (const job of this.#jobs) job.stop();
    await this.#current;
  }

  #runDue(): void {
    for (const job of this.#jobs) {
      this.#current = this.#current.then(() => logErrors(this.#logger, () => this.#run(job)));
    }
  }

  async #run(job: ScheduledJob): Promise<void> {
    const nowMs = Date.now();
    if (await this.lock.claim(job.name, nowMs, DUE_EVERY_MS)) await job.run(nowMs);
  }
}
