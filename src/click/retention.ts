import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DAY_MS, dayOf } from './day.js';
import { RetirementStore } from './roll-up/retirement.store.js';

/** Others get at the database in between. */
const PAUSE_MS = 50;
/**
 * How long the ids of counted journals are kept: longer than a journal stays that was counted, though its
 * writer was not told so because the database went away that moment.
 */
const JOURNAL_IDS_DAYS = 7;

/** Removes what is older than it is to be kept, a little at a time. Totals stay. */
@Injectable()
export class Retention {
  #isStopped = false;

  constructor(
    private readonly config: Config,
    private readonly store: RetirementStore,
  ) {}

  async run(nowMs: number): Promise<void> {
    await this.#repeat(() => this.store.forgetJournals(nowMs - JOURNAL_IDS_DAYS * DAY_MS));
    const { clickRetentionDays } = this.config;
    if (clickRetentionDays === 0) return;
    const firstKeptDay = dayOf(nowMs) - clickRetentionDays;
    await this.#repeat(() => this.store.retireBefore(firstKeptDay));
  }

  /** After what is under way. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Until there is nothing left to do. */
  async #repeat(work: () => Promise<number>): Promise<void> {
    while (!this.#isStopped && (await work()) > 0) await sleep(PAUSE_MS);
  }
}
