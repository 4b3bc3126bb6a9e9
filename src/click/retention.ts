import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DAY_MS, dayOf } from './day.js';
import { RetirementStore } from './roll-up/retirement.store.js';

/** Others get at the database in between. */
const PAUSE_MS = 50;
/** Less than it takes until another instance may be asked. */
const RUN_AT_MOST_MS = 300_000;
/**
 * How long the ids of counted journals are kept: longer than a machine is off that went down between the
 * count of a journal and its removal.
 */
const JOURNAL_IDS_DAYS = 14;

/** Removes what is older than it is to be kept, a little at a time. Totals stay. */
@Injectable()
export class Retention {
  #isStopped = false;
  #endsAtMs = 0;

  constructor(
    private readonly config: Config,
    private readonly store: RetirementStore,
  ) {}

  /** What is not done in some minutes is left for the next time. */
  async run(nowMs: number): Promise<void> {
    this.#endsAtMs = performance.now() + RUN_AT_MOST_MS;
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
    const mayGoOn = (): boolean => !this.#isStopped && performance.now() < this.#endsAtMs;
    while (mayGoOn() && (await work()) > 0) await sleep(PAUSE_MS);
  }
}
