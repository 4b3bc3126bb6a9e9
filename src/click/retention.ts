import { Injectable } from '@nestjs/common';
import { LittleByLittle } from '../cluster/little-by-little.js';
import { Config } from '../config/config.js';
import { DAY_MS, dayOf } from './day.js';
import { RetirementStore } from './roll-up/retirement.store.js';

/**
 * How long the ids of counted journals are kept: longer than a machine is off that went down between the
 * count of a journal and its removal.
 */
const JOURNAL_IDS_DAYS = 14;

/** Removes what is older than it is to be kept, a little at a time. Totals stay. */
@Injectable()
export class Retention {
  readonly #work = new LittleByLittle();

  constructor(
    private readonly config: Config,
    private readonly store: RetirementStore,
  ) {}

  /** What is not done in some minutes is left for the next time. */
  async run(nowMs: number): Promise<void> {
    this.#work.begin();
    await this.#work.repeat(() => this.store.forgetJournals(nowMs - JOURNAL_IDS_DAYS * DAY_MS));
    const { clickRetentionDays } = this.config;
    if (clickRetentionDays === 0) return;
    const firstKeptDay = dayOf(nowMs) - clickRetentionDays;
    await this.#work.repeat(() => this.store.retireBefore(firstKeptDay));
  }

  /** After what is under way. */
  stop(): void {
    this.#work.stop();
  }
}
