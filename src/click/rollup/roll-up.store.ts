import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { chunk } from '../../platform/database/chunk.js';
import { Database } from '../../platform/database/database.js';
import { queryRows } from '../../platform/database/query-rows.js';
import { upsert } from '../../platform/database/upsert.js';
import { QUARTERS_PER_DAY } from '../day.js';
import { ALL_LINKS, type LinkClicks } from '../link-clicks.entity.js';
import { LinkClicksStore } from '../link-clicks.store.js';
import type { ClickDay } from './click-day.entity.js';
import { ProcessedJournal } from './processed-journal.entity.js';
import {
  mergeIntoRow,
  type ClickAggregate,
  type ClickDayDetail,
  type DailyAggregate,
} from './click-aggregate.js';

/** A row has up to 70 kB, and MariaDB accepts statements of up to 16 MB. */
const BATCH_SIZE = 100;

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

/** Thrown to roll back the transaction. */
class AlreadyProcessed extends Error {}

@Injectable()
export class RollUpStore {
  constructor(
    private readonly database: Database,
    private readonly linkClicks: LinkClicksStore,
  ) {}

  /**
   * Adds a journal in one transaction, or nothing if its id was added before. All instances lock in the
   * same order. Transactions that span midnight can deadlock, and are retried.
   * @throws Problem `database-unavailable`. The journal may have been added; repeating the call is safe.
   */
  async write(journalId: string, aggregate: ClickAggregate, nowMs: number): Promise<void> {
    try {
      await this.database.transaction(async (manager) => {
        await this.#claim(manager, { id: journalId, writtenAtMs: nowMs });
        for (const batch of aggregate.linkDays().flatMap((links) => chunk(links, BATCH_SIZE))) {
          await this.#writeBatch(manager, batch);
          await yieldToEventLoop();
        }
        for (const day of aggregate.allLinksDays(ALL_LINKS)) await this.#writeBatch(manager, [day]);
      });
    } catch (error) {
      if (!(error instanceof AlreadyProcessed)) throw error;
    }
  }

  /** @throws AlreadyProcessed */
  async #claim(manager: EntityManager, journal: ProcessedJournal): Promise<void> {
    try {
      await manager.insert(ProcessedJournal, journal);
    } catch (error) {
      throw this.database.dialect.isDuplicateKey(error) ? new AlreadyProcessed() : error;
    }
  }

  /** @param aggregates of one day. */
  async #writeBatch(manager: EntityManager, aggregates: readonly DailyAggregate[]): Promise<void> {
    const rows = await this.#lock(manager, aggregates);
    await upsert(manager, this.database.dialect.upsertSyntax, {
      table: 'click_day',
      key: KEY,
      columns: COLUMNS,
      rows: aggregates.map((aggregate) =>
        toValues(mergeIntoRow(rows.get(aggregate.linkId) ?? createEmptyRow(aggregate), aggregate)),
      ),
      merge: Object.fromEntries(
        COLUMNS.filter((name) => !KEY.includes(name)).map((name) => [name, 'replace']),
      ),
    });
    await this.linkClicks.add(manager, aggregates.map(toTotal));
  }

  /** Inserts missing rows first, because locks on missing rows block the inserts of others. */
  async #lock(
    manager: EntityManager,
    aggregates: readonly DailyAggregate[],
  ): Promise<Map<number, ClickDayDetail>> {
    const { dialect } = this.database;
    await upsert(manager, dialect.upsertSyntax, {
      table: 'click_day',
      key: KEY,
      columns: COLUMNS,
      rows: aggregates.map((aggregate) => toValues(createEmptyRow(aggregate))),
      merge: {},
    });
    const linkIds = aggregates.map(({ linkId }) => linkId);
    const statement = sql`
      SELECT linkId, day, quarterHours, breakdown, sketch FROM click_day
      WHERE day = ${aggregates[0]?.day} AND linkId IN (${join(linkIds)}) ${dialect.forUpdate}`;
    const rows = await queryRows<ClickDayDetail>(manager, statement);
    return new Map(rows.map((row) => [row.linkId, row]));
  }
}

function createEmptyRow({ linkId, day }: DailyAggregate): ClickDay {
  const counts = { clicks: 0, bots: 0, prefetches: 0, visitors: 0 };
  return { linkId, day, ...counts, quarterHours: '', breakdown: '', sketch: Buffer.alloc(0) };
}

function toValues(row: ClickDay): unknown[] {
  return COLUMNS.map((name) => row[name]);
}

function toTotal(aggregate: DailyAggregate): Partial<LinkClicks> & { linkId: number } {
  const { linkId, day, quarterHours, unlimitedCount } = aggregate;
  const last = quarterHours.lastOfHumans;
  const lastQuarterHour = last === undefined ? null : day * QUARTERS_PER_DAY + last;
  return { linkId, ...quarterHours.total(), redirects: unlimitedCount, lastQuarterHour };
}
