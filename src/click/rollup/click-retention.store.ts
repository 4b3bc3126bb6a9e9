import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { queryRows } from '../../platform/database/query-rows.js';
import { ALL_LINKS, type LinkClicks } from '../link-clicks.entity.js';
import { LinkClicksStore } from '../link-clicks.store.js';
import { ClickDay } from './click-day.entity.js';
import { ProcessedJournal } from './processed-journal.entity.js';

const LINK_BATCH_SIZE = 500;
const JOURNAL_BATCH_SIZE = 500;

type Archived = Pick<ClickDay, 'linkId' | 'clicks' | 'bots' | 'prefetches'>;

@Injectable()
export class ClickRetentionStore {
  constructor(
    private readonly database: Database,
    private readonly linkClicks: LinkClicksStore,
  ) {}

  /** Deletes a batch of days, and archives their clicks in the totals. @returns how many rows. */
  deleteDaysBefore(day: number): Promise<number> {
    return this.database.transaction(async (manager) => {
      const oldest = await manager.minimum(ClickDay, 'day', { day: LessThan(day) });
      if (oldest === null) return 0;
      const rows = await this.#lockDays(manager, oldest);
      const linkId = In(rows.map((row) => row.linkId));
      await manager.delete(ClickDay, { day: oldest, linkId });
      await this.linkClicks.add(manager, rows.map(toArchivedTotal).sort(compareLockOrder));
      return rows.length;
    });
  }

  /** Deletes a batch of journal ids, and returns their number. */
  async deleteJournalIdsBefore(beforeMs: number): Promise<number> {
    const journals = await this.database.read((manager) =>
      manager.find(ProcessedJournal, {
        select: { id: true },
        where: { writtenAtMs: LessThan(beforeMs) },
        take: JOURNAL_BATCH_SIZE,
      }),
    );
    const ids = journals.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await this.database.write((manager) => manager.delete(ProcessedJournal, { id: In(ids) }));
    return ids.length;
  }

  /** Includes the row of all links in the first batch. A day that has this row is complete. */
  async #lockDays(manager: EntityManager, day: number): Promise<Archived[]> {
    const { forUpdate } = this.database.dialect;
    const select = sql`SELECT linkId, clicks, bots, prefetches FROM click_day WHERE day = ${day}`;
    const all = await queryRows<Archived>(
      manager,
      sql`${select} AND linkId = ${ALL_LINKS} ${forUpdate}`,
    );
    const links = await queryRows<Archived>(
      manager,
      sql`${select} AND linkId <> ${ALL_LINKS} LIMIT ${LINK_BATCH_SIZE} ${forUpdate}`,
    );
    return [...all, ...links];
  }
}

type ArchivedTotal = Pick<
  LinkClicks,
  'linkId' | 'archivedHumans' | 'archivedBots' | 'archivedPrefetches'
>;

function toArchivedTotal({ linkId, clicks, bots, prefetches }: Archived): ArchivedTotal {
  return {
    linkId,
    archivedHumans: clicks - bots,
    archivedBots: bots,
    archivedPrefetches: prefetches,
  };
}

/** Roll-ups lock in the same order: by link, with the row of all links last. */
function compareLockOrder(
  { linkId: one }: ArchivedTotal,
  { linkId: other }: ArchivedTotal,
): number {
  if (one === ALL_LINKS || other === ALL_LINKS) return one === ALL_LINKS ? 1 : -1;
  return one - other;
}
