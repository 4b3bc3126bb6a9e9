import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { upsert } from '../platform/database/upsert.js';
import { LinkClicks } from './link-clicks.entity.js';

export type ClickCounts = Omit<LinkClicks, 'linkId'>;
type AddedCounts = Omit<ClickCounts, 'lastQuarterHour'>;

const NO_COUNTS: AddedCounts = {
  humans: 0,
  bots: 0,
  prefetches: 0,
  redirects: 0,
  archivedHumans: 0,
  archivedBots: 0,
  archivedPrefetches: 0,
};
export const NO_CLICKS: ClickCounts = { ...NO_COUNTS, lastQuarterHour: null };

const COUNTS = Object.keys(NO_COUNTS) as (keyof AddedCounts)[];

@Injectable()
export class LinkClicksStore {
  constructor(private readonly database: Database) {}

  async get(linkId: number): Promise<ClickCounts> {
    return (await this.getMany([linkId])).get(linkId) ?? NO_CLICKS;
  }

  /** Links without clicks are not in the result. */
  async getMany(linkIds: readonly number[]): Promise<ReadonlyMap<number, LinkClicks>> {
    if (linkIds.length === 0) return new Map();
    const rows = await this.database.read((manager) =>
      manager.findBy(LinkClicks, { linkId: In(linkIds) }),
    );
    return new Map(rows.map((row) => [row.linkId, row]));
  }

  /** Adds to the totals within a transaction; a later last click stays. Rows are locked in the given order. */
  async add(
    manager: EntityManager,
    rows: readonly (Partial<ClickCounts> & Pick<LinkClicks, 'linkId'>)[],
  ): Promise<void> {
    await upsert(manager, this.database.dialect.upsertSyntax, {
      table: 'link_clicks',
      key: ['linkId'],
      columns: ['linkId', ...COUNTS, 'lastQuarterHour'],
      rows: rows.map((row) => [
        row.linkId,
        ...COUNTS.map((name) => row[name] ?? 0),
        row.lastQuarterHour ?? null,
      ]),
      merge: {
        ...Object.fromEntries(COUNTS.map((name) => [name, 'add' as const])),
        lastQuarterHour: 'max',
      },
    });
  }

  /** Counts redirects up to the limit, which all calls together never exceed. @returns how many. */
  async reserveRedirects(linkId: number, count: number, maxClicks: number): Promise<number> {
    const cell = { table: 'link_clicks', column: 'redirects', keyColumn: 'linkId', key: linkId };
    const increment = (): Promise<number | undefined> =>
      this.database.write((manager) =>
        this.database.dialect.incrementUpTo(manager, cell, count, maxClicks),
      );
    let before = await increment();
    if (before === undefined) {
      await this.database.write((manager) => this.add(manager, [{ linkId }]));
      before = await increment();
    }
    return Math.max(0, Math.min(count, maxClicks - (before ?? 0)));
  }
}
