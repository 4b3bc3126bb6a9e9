import { Injectable } from '@nestjs/common';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { ALL_LINKS, type LinkClicks } from '../link-clicks.entity.js';
import { LinkClicksStore } from '../link-clicks.store.js';
import { ClickDay } from './click-day.entity.js';
import { ProcessedJournal } from './processed-journal.entity.js';

const LINKS_AT_A_TIME = 500;
const JOURNALS_AT_A_TIME = 500;

type Archived = Pick<ClickDay, 'linkId' | 'clicks' | 'bots' | 'prefetches'>;

/** Takes out of the roll-ups what is too old, some rows at a time. */
@Injectable()
export class ClickRetentionStore {
  constructor(
    private readonly database: Database,
    private readonly linkClicks: LinkClicksStore,
  ) {}

  /**
   * Of days before this one. The totals of links stay as they are, and say how much of them is retired.
   * @returns how many rows are gone; 0 when there is nothing left to do.
   */
  deleteDaysBefore(day: number): Promise<number> {
    return this.database.transaction(async (manager) => {
      const oldest = await manager.minimum(ClickDay, 'day', { day: LessThan(day) });
      if (oldest === null) return 0;
      const rows = await this.#rowsOf(manager, oldest);
      const linkId = In(rows.map((row) => row.linkId));
      await manager.delete(ClickDay, { day: oldest, linkId });
      await this.linkClicks.add(manager, rows.map(toArchivedTotal).sort(inLockOrder));
      return rows.length;
    });
  }

  /** Ids of journals counted before that time. Returns how many are gone. */
  async deleteJournalIdsBefore(beforeMs: number): Promise<number> {
    const found = await this.database.read((manager) =>
      manager.find(ProcessedJournal, {
        select: { id: true },
        where: { writtenAtMs: LessThan(beforeMs) },
        take: JOURNALS_AT_A_TIME,
      }),
    );
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await this.database.write((manager) => manager.delete(ProcessedJournal, { id: In(ids) }));
    return ids.length;
  }

  /** All links together are among the first, so that a day that still has them is complete. */
  async #rowsOf(manager: EntityManager, day: number): Promise<Archived[]> {
    const select =
      'SELECT `linkId`, `clicks`, `bots`, `prefetches` FROM `click_day` WHERE `day` = ?';
    const { forUpdate } = this.database.dialect;
    const all = await manager.query<Archived[]>(`${select} AND \`linkId\` = ? ${forUpdate}`, [
      day,
      ALL_LINKS,
    ]);
    const links = await manager.query<Archived[]>(
      `${select} AND \`linkId\` <> ? LIMIT ${LINKS_AT_A_TIME} ${forUpdate}`,
      [day, ALL_LINKS],
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

/** As roll-ups are written: by link, and all links together last. */
function inLockOrder({ linkId: one }: ArchivedTotal, { linkId: other }: ArchivedTotal): number {
  if (one === ALL_LINKS || other === ALL_LINKS) return one === ALL_LINKS ? 1 : -1;
  return one - other;
}
