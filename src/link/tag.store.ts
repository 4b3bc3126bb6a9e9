import { Injectable } from '@nestjs/common';
import sql, { empty, raw } from 'sql-template-tag';
import type { Transaction } from '../cluster/unit-of-work.js';
import { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import { LinkBulkStore } from './link-bulk.store.js';
import { changeLink } from './link-fields.js';
import type { LinkTag } from './link-tag.entity.js';

/** Counting more would take too long for a list. */
const MAX_COUNT = 10_000;

export interface CountedTag {
  readonly tag: string;
  /** Links that have the tag, up to 10 000. */
  readonly links: number;
  /** Whether there are more links than that. */
  readonly isMore: boolean;
}

export type TaggedLink = Pick<LinkTag, 'linkId' | 'createdAtMs'>;

/** The tags of links. A tag exists while a link has it. */
@Injectable()
export class TagStore {
  constructor(
    private readonly database: Database,
    private readonly bulk: LinkBulkStore,
  ) {}

  /** Returns the first tag that is greater than `after` and at least `from`. */
  async findNext(after: string, from: string): Promise<string | undefined> {
    const [row] = await this.database.read((manager) =>
      queryRows<{ tag: string }>(
        manager,
        sql`SELECT tag FROM link_tag WHERE tag > ${after} AND tag >= ${from} ORDER BY tag LIMIT 1`,
      ),
    );
    return row?.tag;
  }

  async count(tag: string): Promise<CountedTag> {
    const limit = raw(`LIMIT ${MAX_COUNT + 1}`);
    const [row] = await this.database.read((manager) =>
      queryRows<{ count: number }>(
        manager,
        sql`SELECT COUNT(*) AS count FROM (SELECT 1 FROM link_tag WHERE tag = ${tag} ${limit}) AS counted`,
      ),
    );
    const count = row?.count ?? 0;
    return { tag, links: Math.min(count, MAX_COUNT), isMore: count > MAX_COUNT };
  }

  /** Returns the links that have the tag and come after the position, in the order of creation. */
  findLinks(tag: string, after: TaggedLink | undefined, limit: number): Promise<TaggedLink[]> {
    const table = sql`link_tag ${this.database.dialect.usingIndex('link_tag_by_creation')}`;
    const range =
      after === undefined
        ? empty
        : sql`AND createdAtMs >= ${after.createdAtMs}
            AND (createdAtMs > ${after.createdAtMs} OR linkId > ${after.linkId})`;
    const order = sql`ORDER BY createdAtMs, linkId ${raw(`LIMIT ${limit}`)}`;
    return this.database.read((manager) =>
      queryRows<TaggedLink>(
        manager,
        sql`SELECT linkId, createdAtMs FROM ${table} WHERE tag = ${tag} ${range} ${order}`,
      ),
    );
  }

  /** Gives links another tag instead, or none. Each becomes a new version. @returns how many had the tag. */
  async replace(
    tx: Transaction,
    ids: readonly number[],
    from: string,
    to: string | undefined,
  ): Promise<number> {
    const nowMs = Date.now();
    const links = await this.bulk.lock(tx, ids);
    const changes = links
      .filter(({ tags }) => tags.includes(from))
      .map((current) => {
        const tags = current.tags.flatMap((tag) => (tag === from ? (to ?? []) : tag));
        return { current, link: changeLink(current, { tags: [...new Set(tags)] }, nowMs) };
      });
    await this.bulk.replace(tx, changes);
    return changes.length;
  }
}
