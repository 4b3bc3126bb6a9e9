import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import sql, { join } from 'sql-template-tag';
import { Between } from 'typeorm';
import { chunk } from '../../platform/database/chunk.js';
import { Database } from '../../platform/database/database.js';
import { queryRows } from '../../platform/database/query-rows.js';
import { ALL_LINKS } from '../link-clicks.entity.js';
import { ClickDay } from './click-day.entity.js';
import { missingDays, topCandidates, type DayEntry, type DayList } from './top-links.js';

/** Each cached entry takes about 50 bytes. */
const MAX_CACHED_ENTRIES = 320_000;
const CONCURRENT_READS = 4;

interface CachedList {
  readonly perDay: number;
  /** The clicks on all links on the day when the list was read. */
  readonly clicks: number;
  readonly list: DayList;
}

/** Caches the top links of each day until the clicks on all links on that day change. */
@Injectable()
export class DailyTopLinks {
  readonly #lists = new LRUCache<number, CachedList>({
    maxSize: MAX_CACHED_ENTRIES,
    sizeCalculation: ({ list }) => list.length + 1,
  });

  constructor(private readonly database: Database) {}

  /** Returns up to `perDay` links for each day with clicks, both ends included. */
  async get(perDay: number, firstDay: number, lastDay: number): Promise<DayList[]> {
    const all = await this.database.read((manager) =>
      manager.find(ClickDay, {
        select: { linkId: true, day: true, clicks: true },
        where: { linkId: ALL_LINKS, day: Between(firstDay, lastDay) },
      }),
    );
    const lists: DayList[] = [];
    for (const batch of chunk(all, CONCURRENT_READS)) {
      lists.push(...(await Promise.all(batch.map((day) => this.#getDay(day, perDay)))));
    }
    return lists;
  }

  async #getDay(
    { day, clicks }: Pick<ClickDay, 'day' | 'clicks'>,
    perDay: number,
  ): Promise<DayList> {
    const cached = this.#lists.get(day);
    if (cached !== undefined && cached.clicks === clicks && cached.perDay >= perDay) {
      return cached.list.slice(0, perDay);
    }
    const list = await this.#read(day, perDay);
    this.#lists.set(day, { perDay, clicks, list });
    return list;
  }

  #read(day: number, perDay: number): Promise<DayEntry[]> {
    const index = this.database.dialect.usingIndex('click_day_by_clicks');
    const statement = sql`
      SELECT day, linkId, clicks, bots FROM click_day ${index}
      WHERE day = ${day} AND clicks > 0 AND linkId <> ${ALL_LINKS}
      ORDER BY clicks DESC LIMIT ${perDay}`;
    return this.database.read((manager) => queryRows<DayEntry>(manager, statement));
  }
}

/** The least length of the lists in the first attempt. Each further attempt doubles the length. */
const MIN_PER_DAY = 200;
const ENTRIES_PER_RESULT = 4;
/** If lists with more entries in total are needed, the database sums all links instead. */
const MAX_ENTRIES = 300_000;
/** Up to this many link days are looked up for the candidates. */
const MAX_LOOKUPS = 60_000;
const LOOKUP_BATCH_SIZE = 500;

export interface LinkTotal {
  readonly linkId: number;
  readonly clicks: number;
  readonly bots: number;
}

@Injectable()
export class TopLinksStore {
  constructor(
    private readonly database: Database,
    private readonly lists: DailyTopLinks,
  ) {}

  /** Sorted by descending clicks, both ends included. Links without clicks are left out. */
  async find(firstDay: number, lastDay: number, limit: number): Promise<LinkTotal[]> {
    const dayCount = lastDay - firstDay + 1;
    let perDay = Math.max(MIN_PER_DAY, ENTRIES_PER_RESULT * limit);
    for (; perDay * dayCount <= MAX_ENTRIES; perDay *= 2) {
      const lists = await this.lists.get(perDay, firstDay, lastDay);
      const candidates = topCandidates(lists, perDay, limit);
      if (candidates === undefined || candidates.length * dayCount > MAX_LOOKUPS) continue;
      const unlisted = await this.#read(missingDays(candidates, lists, perDay));
      return sumCandidates(candidates, [...lists, unlisted]).slice(0, limit);
    }
    return this.#sumAll(firstDay, lastDay, limit);
  }

  async #read(days: readonly Pick<DayEntry, 'linkId' | 'day'>[]): Promise<DayEntry[]> {
    const entries: DayEntry[] = [];
    for (const batch of chunk(days, LOOKUP_BATCH_SIZE)) {
      const keys = batch.map(({ linkId, day }) => sql`(linkId = ${linkId} AND day = ${day})`);
      const where = join(keys, ' OR ');
      const statement = sql`SELECT day, linkId, clicks, bots FROM click_day WHERE ${where}`;
      const rows = await this.database.read((manager) => queryRows<DayEntry>(manager, statement));
      entries.push(...rows);
    }
    return entries;
  }

  async #sumAll(firstDay: number, lastDay: number, limit: number): Promise<LinkTotal[]> {
    const statement = sql`
      SELECT linkId, SUM(clicks) AS clicks, SUM(bots) AS bots FROM click_day
      WHERE day BETWEEN ${firstDay} AND ${lastDay} AND linkId <> ${ALL_LINKS}
      GROUP BY linkId HAVING SUM(clicks) > 0
      ORDER BY SUM(clicks) DESC, linkId LIMIT ${limit}`;
    const rows = await this.database.read((manager) =>
      queryRows<Record<keyof LinkTotal, unknown>>(manager, statement),
    );
    // MySQL returns sums of integers as decimals, which the driver returns as text.
    return rows.map(({ linkId, clicks, bots }) => ({
      linkId: Number(linkId),
      clicks: Number(clicks),
      bots: Number(bots),
    }));
  }
}

function sumCandidates(candidates: readonly number[], lists: readonly DayList[]): LinkTotal[] {
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
