import { Injectable } from '@nestjs/common';
import { BatchRunner } from '../jobs/batch-runner.js';
import { Config } from '../platform/config/config.js';
import { DAY_MS, dayOf } from './day.js';
import { ClickRetentionStore } from './rollup/click-retention.store.js';

/**
 * How long the ids of counted journals are kept: longer than a machine is off that went down between the
 * count of a journal and its removal.
 */
const JOURNAL_IDS_DAYS = 14;

/** Removes what is older than it is to be kept, a little at a time. Totals stay. */
@Injectable()
export class ClickRetention {
  readonly #work = new BatchRunner();

  constructor(
    private readonly config: Config,
    private readonly store: ClickRetentionStore,
  ) {}

  /** What is not done in some minutes is left for the next time. */
  async run(nowMs: number): Promise<void> {
    this.#work.begin();
    await this.#work.runUntilEmpty(() =>
      this.store.deleteJournalIdsBefore(nowMs - JOURNAL_IDS_DAYS * DAY_MS),
    );
    const { clickRetentionDays } = this.config;
    if (clickRetentionDays === 0) return;
    const firstKeptDay = dayOf(nowMs) - clickRetentionDays;
    await this.#work.runUntilEmpty(() => this.store.deleteDaysBefore(firstKeptDay));
  }

  /** After what is under way. */
  stop(): void {
    this.#work.stop();
  }
}
