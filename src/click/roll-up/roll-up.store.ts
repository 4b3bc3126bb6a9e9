import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { inBatches } from '../../database/batches.js';
import { Database } from '../../database/database.js';
import { upsert } from '../../database/upsert.js';
import { ALL_LINKS, type LinkClicks } from '../../link/link-clicks.entity.js';
import { LinkClicksStore } from '../../link/link-clicks.store.js';
import type { ClickDay } from './click-day.entity.js';
import { withClicks, type ClickDayDetail } from './click-day-row.js';
import { ClickJournal } from './click-journal.entity.js';
import type { DayTally, Tally } from './tally.js';

/** A day of a link has up to 70 kB, and MariaDB takes statements of up to 16 MB. */
const LINKS_AT_A_TIME = 100;

const COLUMNS = [
  'linkId',
  'day',
  'clicks',
  'bots',
  'prefetches',
  'visitors',
  'quarters',
  'breakdown',
  'sketch',
] as const satisfies readonly (keyof ClickDay)[];

const KEY: readonly string[] = ['linkId', 'day'];
const SELECT =
  'SELECT `linkId`, `day`, `quarters`, `breakdown`, `sketch` FROM `click_day` WHERE `day` = ? AND `linkId` IN';

/** Undoes the transaction that it is thrown in. */
class CountedBefore extends Error {}

/** Writes clicks into the tables of sums. */
@Injectable()
export class RollUpStore {
  constructor(
    private readonly database: Database,
    private readonly linkClicks: LinkClicksStore,
  ) {}

  /**
   * All of a journal, or nothing if it was written before: its id decides. Everybody takes the locks
   * of a day in the same order, and those that everybody wants last; two that meet across midnight may be
   * in each other's way, and are repeated.
   * @throws Problem `database-unavailable`. Should it be written all the same, the id will tell.
   */
  async write(journalId: string, tally: Tally, nowMs: number): Promise<void> {
    try {
      await this.database.transaction(async (manager) => {
        await this.#claim(manager, { id: journalId, writtenAtMs: nowMs });
        for (const some of tally.ofLinks().flatMap((ofDay) => inBatches(ofDay, LINKS_AT_A_TIME))) {
          await this.#write(manager, some);
          // Visitors are served meanwhile.
          await nextTurn();
        }
        for (const ofDay of tally.ofAll(ALL_LINKS)) await this.#write(manager, [ofDay]);
      });
    } catch (error) {
      if (!(error instanceof CountedBefore)) throw error;
    }
  }

  /** @throws CountedBefore. */
  async #claim(manager: EntityManager, journal: ClickJournal): Promise<void> {
    try {
      await manager.insert(ClickJournal, journal);
    } catch (error) {
      throw this.database.dialect.isDuplicateKey(error) ? new CountedBefore() : error;
    }
  }

  /** @param tallies of one day. */
  async #write(manager: EntityManager, tallies: readonly DayTally[]): Promise<void> {
    const rows = await this.#lock(manager, tallies);
    await upsert(manager, this.database.dialect.upsertSyntax, {
      table: 'click_day',
      key: KEY,
      columns: COLUMNS,
      rows: tallies.map((tally) =>
        valuesOf(withClicks(rows.get(tally.linkId) ?? emptyDay(tally), tally)),
      ),
      merge: Object.fromEntries(
        COLUMNS.filter((name) => !KEY.includes(name)).map((name) => [name, 'replace']),
      ),
    });
    await this.linkClicks.add(manager, tallies.map(totalOf));
  }

  /** Rows are made before they are locked: who locks rows that are not there is in the way of who makes them. */
  async #lock(
    manager: EntityManager,
    tallies: readonly DayTally[],
  ): Promise<Map<number, ClickDayDetail>> {
    const { dialect } = this.database;
    await upsert(manager, dialect.upsertSyntax, {
      table: 'click_day',
      key: KEY,
      columns: COLUMNS,
      rows: tallies.map((tally) => valuesOf(emptyDay(tally))),
      merge: {},
    });
    const linkIds = tallies.map(({ linkId }) => linkId);
    const rows = await manager.query<ClickDayDetail[]>(
      `${SELECT} (${linkIds.map(() => '?').join(', ')}) ${dialect.forUpdate}`,
      [tallies[0]?.day, ...linkIds],
    );
    return new Map(rows.map((row) => [row.linkId, row]));
  }
}

function emptyDay({ linkId, day }: DayTally): ClickDay {
  const counts = { clicks: 0, bots: 0, prefetches: 0, visitors: 0 };
  return { linkId, day, ...counts, quarters: '', breakdown: '', sketch: Buffer.alloc(0) };
}

function valuesOf(row: ClickDay): unknown[] {
  return COLUMNS.map((name) => row[name]);
}

function totalOf({ linkId, quarters, unlimitedCount }: DayTally): Partial<LinkClicks> & {
  linkId: number;
} {
  return { linkId, ...quarters.total(), served: unlimitedCount };
}
