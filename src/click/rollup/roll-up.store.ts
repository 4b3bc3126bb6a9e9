import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunk } from '../../platform/database/chunk.js';
import { Database } from '../../platform/database/database.js';
import { upsert } from '../../platform/database/upsert.js';
import { ALL_LINKS, type LinkClicks } from '../link-clicks.entity.js';
import { LinkClicksStore } from '../link-clicks.store.js';
import type { ClickDay } from './click-day.entity.js';
import { mergeIntoRow, type ClickDayDetail } from './click-day-row.js';
import { ProcessedJournal } from './processed-journal.entity.js';
import type { DailyAggregate, ClickAggregate } from './click-aggregate.js';

/** A day of a link has up to 70 kB, and MariaDB takes statements of up to 16 MB. */
const LINKS_AT_A_TIME = 100;

const COLUMNS = [
  'linkId',
  'day',
  'clicks',
  'bots',
  'prefetches',
  'visitors',
  'quarterHours',
  'breakdown',
  'sketch',
] as const satisfies readonly (keyof ClickDay)[];

const KEY: readonly string[] = ['linkId', 'day'];
const SELECT =
  'SELECT `linkId`, `day`, `quarterHours`, `breakdown`, `sketch` FROM `click_day` WHERE `day` = ? AND `linkId` IN';

/** Undoes the transaction that it is thrown in. */
class AlreadyProcessed extends Error {}

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
  async write(journalId: string, aggregate: ClickAggregate, nowMs: number): Promise<void> {
    try {
      await this.database.transaction(async (manager) => {
        await this.#claim(manager, { id: journalId, writtenAtMs: nowMs });
        for (const some of aggregate.linkDays().flatMap((ofDay) => chunk(ofDay, LINKS_AT_A_TIME))) {
          await this.#write(manager, some);
          // Visitors are served meanwhile.
          await nextTurn();
        }
        for (const ofDay of aggregate.allLinksDays(ALL_LINKS)) await this.#write(manager, [ofDay]);
      });
    } catch (error) {
      if (!(error instanceof AlreadyProcessed)) throw error;
    }
  }

  /** @throws CountedBefore. */
  async #claim(manager: EntityManager, journal: ProcessedJournal): Promise<void> {
    try {
      await manager.insert(ProcessedJournal, journal);
    } catch (error) {
      throw this.database.dialect.isDuplicateKey(error) ? new AlreadyProcessed() : error;
    }
  }

  /** @param tallies of one day. */
  async #write(manager: EntityManager, tallies: readonly DailyAggregate[]): Promise<void> {
    const rows = await this.#lock(manager, tallies);
    await upsert(manager, this.database.dialect.upsertSyntax, {
      table: 'click_day',
      key: KEY,
      columns: COLUMNS,
      rows: tallies.map((aggregate) =>
        toValues(mergeIntoRow(rows.get(aggregate.linkId) ?? emptyDay(aggregate), aggregate)),
      ),
      merge: Object.fromEntries(
        COLUMNS.filter((name) => !KEY.includes(name)).map((name) => [name, 'replace']),
      ),
    });
    await this.linkClicks.add(manager, tallies.map(toTotal));
  }

  /** Rows are made before they are locked: who locks rows that are not there is in the way of who makes them. */
  async #lock(
    manager: EntityManager,
    tallies: readonly DailyAggregate[],
  ): Promise<Map<number, ClickDayDetail>> {
    const { dialect } = this.database;
    await upsert(manager, dialect.upsertSyntax, {
      table: 'click_day',
      key: KEY,
      columns: COLUMNS,
      rows: tallies.map((aggregate) => toValues(emptyDay(aggregate))),
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

function emptyDay({ linkId, day }: DailyAggregate): ClickDay {
  const counts = { clicks: 0, bots: 0, prefetches: 0, visitors: 0 };
  return { linkId, day, ...counts, quarterHours: '', breakdown: '', sketch: Buffer.alloc(0) };
}

function toValues(row: ClickDay): unknown[] {
  return COLUMNS.map((name) => row[name]);
}

function toTotal({ linkId, quarters, unlimitedCount }: DailyAggregate): Partial<LinkClicks> & {
  linkId: number;
} {
  return { linkId, ...quarters.total(), redirects: unlimitedCount };
}
