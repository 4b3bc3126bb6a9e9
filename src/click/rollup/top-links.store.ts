import { Injectable } from '@nestjs/common';
import { chunk } from '../../platform/database/chunk.js';
import { Database } from '../../platform/database/database.js';
import { ALL_LINKS } from '../link-clicks.entity.js';
import { DailyTopLinks } from './daily-top-links.js';
import { topCandidates, missingDays, type DayEntry, type DayList } from './top-links.js';

/** How far into each day's list is looked first; if that does not tell, twice as far, and so on, */
const FIRST_PER_DAY = 200;
const ENTRIES_PER_RESULT = 4;
/** but not for more than this: if links are clicked alike, the database adds up all of them. */
const MAX_ENTRIES = 300_000;
/** Days of candidates, of which those are read that are in no list. */
const MAX_LOOKED_UP = 60_000;
const DAYS_AT_A_TIME = 500;

export interface LinkTotal {
  readonly linkId: number;
  readonly clicks: number;
  readonly bots: number;
}

/** Finds the links that are clicked most. */
@Injectable()
export class TopLinksStore {
  constructor(
    private readonly database: Database,
    private readonly lists: DailyTopLinks,
  ) {}

  /** Over these days, both ends included; most clicks first. Those without any are left out. */
  async find(firstDay: number, lastDay: number, limit: number): Promise<LinkTotal[]> {
    const dayCount = lastDay - firstDay + 1;
    let perDay = Math.max(FIRST_PER_DAY, ENTRIES_PER_RESULT * limit);
    for (; perDay * dayCount <= MAX_ENTRIES; perDay *= 2) {
      const lists = await this.lists.first(perDay, firstDay, lastDay);
      const candidates = topCandidates(lists, perDay, limit);
      if (candidates === undefined || candidates.length * dayCount > MAX_LOOKED_UP) continue;
      const others = await this.#read(missingDays(candidates, lists, perDay));
      return totalsOf(candidates, [...lists, others]).slice(0, limit);
    }
    return this.#addUp(firstDay, lastDay, limit);
  }

  async #read(days: readonly Pick<DayEntry, 'linkId' | 'day'>[]): Promise<DayEntry[]> {
    const entries: DayEntry[] = [];
    for (const some of chunk(days, DAYS_AT_A_TIME)) {
      const which = some.map(() => '(`linkId` = ? AND `day` = ?)').join(' OR ');
      const found = await this.database.read((manager) =>
        manager.query<DayEntry[]>(
          `SELECT \`day\`, \`linkId\`, \`clicks\`, \`bots\` FROM \`click_day\` WHERE ${which}`,
          some.flatMap(({ linkId, day }) => [linkId, day]),
        ),
      );
      entries.push(...found);
    }
    return entries;
  }

  async #addUp(firstDay: number, lastDay: number, limit: number): Promise<LinkTotal[]> {
    const rows = await this.database.read((manager) =>
      manager.query<Record<keyof LinkTotal, unknown>[]>(
        'SELECT `linkId`, SUM(`clicks`) AS clicks, SUM(`bots`) AS bots FROM `click_day` ' +
          `WHERE \`day\` BETWEEN ? AND ? AND \`linkId\` <> ${ALL_LINKS} GROUP BY \`linkId\` ` +
          `HAVING SUM(\`clicks\`) > 0 ORDER BY SUM(\`clicks\`) DESC, \`linkId\` LIMIT ${limit}`,
        [firstDay, lastDay],
      ),
    );
    // MySQL sums whole numbers to decimals, which the driver hands over as text.
    return rows.map(({ linkId, clicks, bots }) => ({
      linkId: Number(linkId),
      clicks: Number(clicks),
      bots: Number(bots),
    }));
  }
}

function totalsOf(candidates: readonly number[], lists: readonly DayList[]): LinkTotal[] {
  const totals = new Map(candidates.map((linkId) => [linkId, { linkId, clicks: 0, bots: 0 }]));
  for (const list of lists) {
    for (const { linkId, clicks, bots } of list) {
      const total = totals.get(linkId);
      if (total === undefined) continue;
      total.clicks += clicks;
      total.bots += bots;
    }
  }
  return [...totals.values()].sort(
    (one, other) => other.clicks - one.clicks || one.linkId - other.linkId,
  );
}
