import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Between } from 'typeorm';
import { chunk } from '../../platform/database/chunk.js';
import { Database } from '../../platform/database/database.js';
import { ALL_LINKS } from '../link-clicks.entity.js';
import { ClickDay } from './click-day.entity.js';
import type { DayEntry, DayList } from './top-links.js';

/** Of entries in memory, some 50 bytes each. */
const MAX_REMEMBERED = 320_000;
const LISTS_AT_ONCE = 4;

interface Remembered {
  readonly perDay: number;
  /** Of all links together when the list was read. */
  readonly clicks: number;
  readonly list: DayList;
}

/**
 * The links with most clicks of each day, most first. A list is remembered, and good for as long as the
 * clicks on all links together are the same on that day: past days are read once.
 */
@Injectable()
export class DailyTopLinks {
  readonly #lists = new LRUCache<number, Remembered>({
    maxSize: MAX_REMEMBERED,
    sizeCalculation: ({ list }) => list.length + 1,
  });

  constructor(private readonly database: Database) {}

  /** The first so many of each day from one to the other, both included. */
  async first(perDay: number, firstDay: number, lastDay: number): Promise<DayList[]> {
    const all = await this.database.read((manager) =>
      manager.find(ClickDay, {
        select: { linkId: true, day: true, clicks: true },
        where: { linkId: ALL_LINKS, day: Between(firstDay, lastDay) },
      }),
    );
    const lists: DayList[] = [];
    for (const some of chunk(all, LISTS_AT_ONCE)) {
      lists.push(...(await Promise.all(some.map((day) => this.#get(day, perDay)))));
    }
    return lists;
  }

  async #get({ day, clicks }: Pick<ClickDay, 'day' | 'clicks'>, perDay: number): Promise<DayList> {
    const known = this.#lists.get(day);
    if (known !== undefined && known.clicks === clicks && known.perDay >= perDay) {
      return known.list.slice(0, perDay);
    }
    const list = await this.#read(day, perDay);
    this.#lists.set(day, { perDay, clicks, list });
    return list;
  }

  #read(day: number, perDay: number): Promise<DayEntry[]> {
    const index = this.database.dialect.usingIndex('click_day_by_clicks');
    return this.database.read((manager) =>
      manager.query<DayEntry[]>(
        `SELECT \`day\`, \`linkId\`, \`clicks\`, \`bots\` FROM \`click_day\` ${index} WHERE \`day\` = ? ` +
          `AND \`clicks\` > 0 AND \`linkId\` <> ${ALL_LINKS} ORDER BY \`clicks\` DESC LIMIT ${perDay}`,
        [day],
      ),
    );
  }
}
