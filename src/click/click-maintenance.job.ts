import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { BatchRunner } from '../jobs/batch-runner.js';
import type { ScheduledJob } from '../jobs/job-scheduler.js';
import { BackgroundLoop } from '../platform/background/background-loop.js';
import { Config } from '../platform/config/config.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { DAY_MS, dayOf } from './day.js';
import { ClickRetentionStore } from './rollup/click-retention.store.js';
import { VisitorSalts } from './visit/visitor-salts.js';

const REFRESH_SALTS_EVERY_MS = 60_000;
/** A shutdown does not wait longer for salts, because the instance still has to leave the cluster. */
const SALTS_STOP_LIMIT_MS = 1_000;
/** A machine that crashes before it removes a counted journal recounts it if it is off for longer. */
const JOURNAL_IDS_KEPT_DAYS = 14;

/** Refreshes visitor salts on each instance. One instance deletes expired rows. */
@Injectable()
export class ClickMaintenanceJob
  implements ScheduledJob, OnApplicationBootstrap, OnApplicationShutdown
{
  readonly name = 'click-maintenance';
  readonly #batches = new BatchRunner();
  readonly #saltLoop = new BackgroundLoop({
    logger: new Logger(ClickMaintenanceJob.name),
    pauseMs: REFRESH_SALTS_EVERY_MS,
    run: () => this.salts.refresh(this.clock.nowMs()),
  });

  constructor(
    private readonly config: Config,
    private readonly salts: VisitorSalts,
    private readonly store: ClickRetentionStore,
    private readonly clock: DatabaseClock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.salts.refresh(this.clock.nowMs());
    this.#saltLoop.start({ withPause: true });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#saltLoop.stopAndFlush(async () => undefined, SALTS_STOP_LIMIT_MS);
  }

  async run(nowMs: number): Promise<void> {
    await this.salts.deleteExpired(nowMs);
    this.#batches.begin();
    const firstKeptMs = nowMs - JOURNAL_IDS_KEPT_DAYS * DAY_MS;
    await this.#batches.runUntilEmpty(() => this.store.deleteJournalIdsBefore(firstKeptMs));
    const { clickRetentionDays } = this.config;
    if (clickRetentionDays === 0) return;
    const firstKeptDay = dayOf(nowMs) - clickRetentionDays;
    await this.#batches.runUntilEmpty(() => this.store.deleteDaysBefore(firstKeptDay));
  }

  /** Stops after the current batch. */
  stop(): void {
    this.#batches.stop();
  }
}
