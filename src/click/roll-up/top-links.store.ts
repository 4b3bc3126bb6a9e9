import { Injectable } from '@nestjs/common';
import { inBatches } from '../../database/batches.js';
import { Database } from '../../database/database.js';
import { ALL_LINKS } from '../../link/link-clicks.entity.js';
import { candidatesIn, type DayEntry } from './top-links.js';

/** How far into each day's list is looked, */
const MAX_PER_DAY = 200;
/** and into all of them. */
const MAX_ENTRIES = 20_000;
/** Parts of one statement. */
const DAYS_AT_A_TIME = 100;

export interface LinkTotal {
  readonly linkId: number;
  readonly clicks: number;
  readonly bots: number;
}

/** Finds the links that are clicked most. */
@Injectable()
export class TopLinksStore {
  constructor(private readonly database: Database) {}

  /** Over these days, both ends included; most clicks first. Those without any are left out. */
  async find(firstDay: number, lastDay: number, limit: number): Promise<LinkTotal[]> {
    const dayCount = lastDay - firstDay + 1;
    const perDay = Math.max(limit + 1, Math.min(MAX_PER_DAY, Math.floor(MAX_ENTRIES / dayCount)));
    const days = Array.from({ length: dayCount }, (_, index) => firstDay + index);
    const entries: DayEntry[] = [];
    for (const some of inBatches(days, DAYS_AT_A_TIME)) {
      entries.push(...(await this.#firstOf(some, perDay)));
    }
    const candidates = candidatesIn(entries, perDay, limit);
    if (candidates?.length === 0) return [];
    return this.#totals(firstDay, lastDay, limit, candidates);
  }

  #firstOf(days: readonly number[], perDay: number): Promise<DayEntry[]> {
    const ofOneDay =
      'SELECT * FROM (SELECT `day`, `linkId`, `clicks` FROM `click_day` WHERE `day` = ? AND `clicks` > 0 ' +
      `AND \`linkId\` <> ${ALL_LINKS} ORDER BY \`clicks\` DESC LIMIT ${perDay}) AS list`;
    return this.database.read((manager) =>
      manager.query<DayEntry[]>(days.map(() => ofOneDay).join(' UNION ALL '), [...days]),
    );
  }

  /** @param linkIds the only ones that come into question; of all links, if not given. */
  async #totals(
    firstDay: number,
    lastDay: number,
    limit: number,
    linkIds?: readonly number[],
  ): Promise<LinkTotal[]> {
    const which =
      linkIds === undefined
        ? `\`linkId\` <> ${ALL_LINKS}`
        : `\`linkId\` IN (${linkIds.map(() => '?').join(', ')})`;
    const rows = await this.database.read((manager) =>
      manager.query<Record<keyof LinkTotal, unknown>[]>(
        'SELECT `linkId`, SUM(`clicks`) AS clicks, SUM(`bots`) AS bots FROM `click_day` ' +
          `WHERE \`day\` BETWEEN ? AND ? AND ${which} GROUP BY \`linkId\` HAVING SUM(\`clicks\`) > 0 ` +
          `ORDER BY SUM(\`clicks\`) DESC, \`linkId\` LIMIT ${limit}`,
        [firstDay, lastDay, ...(linkIds ?? [])],
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
