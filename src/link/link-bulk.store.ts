import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import { In, type EntityManager } from 'typeorm';
import { linkTarget } from '../cluster/invalidation-target.js';
import type { Transaction } from '../cluster/unit-of-work.js';
import { chunk } from '../platform/database/chunk.js';
import { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { insertTagRows, LINK_VALUES, toTagRows } from './link-rows.js';
import type { LinkTag } from './link-tag.entity.js';
import { Link } from './link.entity.js';
import { redirectsAlike } from './redirect.js';

/** Some texts are long, and the database compares each row with the ids of all. */
const LINKS_PER_UPDATE = 100;
/** SQLite limits how deep an expression may be. */
const TAGS_PER_DELETE = 200;

export interface LinkChange {
  readonly current: Link;
  /** In the next version. */
  readonly link: Link;
}

/** Changes many links in one transaction. */
@Injectable()
export class LinkBulkStore {
  constructor(private readonly database: Database) {}

  /**
   * Locks the links until the transaction ends, and returns them as they are then, deleted ones too. Every change of
   * many links locks them in the order of their ids, before anything else, so that no two wait for each other.
   */
  async lock({ manager }: Transaction, ids: readonly number[]): Promise<Link[]> {
    if (ids.length === 0) return [];
    const { forUpdate } = this.database.dialect;
    await queryRows(
      manager,
      sql`SELECT id FROM link WHERE id IN (${join(ids)}) ORDER BY id ${forUpdate}`,
    );
    return manager.find(Link, { where: { id: In(ids) }, order: { id: 'ASC' } });
  }

  /** @param changes of links that the transaction has locked. */
  async replace(tx: Transaction, changes: readonly LinkChange[]): Promise<void> {
    for (const { current, link } of changes) {
      if (!redirectsAlike(current, link)) tx.invalidate(linkTarget(link.key));
    }
    await updateLinks(tx.manager, changes);
    await replaceTags(tx.manager, changes);
    await releaseExternalIds(tx.manager, changes);
  }
}

async function updateLinks(manager: EntityManager, changes: readonly LinkChange[]): Promise<void> {
  for (const batch of chunk(changes, LINKS_PER_UPDATE)) {
    const ids = batch.map(({ link }) => link.id);
    const [assignments, values] = assignChanged(batch);
    await manager.query(
      `UPDATE \`link\` SET ${assignments.join(', ')} WHERE \`id\` IN (${ids.map(() => '?').join(', ')})`,
      [...values, ...ids],
    );
  }
}

/** The columns that change in any of the links, with one value for all or one for each. */
function assignChanged(changes: readonly LinkChange[]): [string[], unknown[]] {
  const assignments = ['`version` = `version` + 1'];
  const values: unknown[] = [];
  for (const [name, read] of Object.entries(LINK_VALUES)) {
    const isChanged = changes.some(({ current, link }) => read(current) !== read(link));
    if (name === 'version' || !isChanged) continue;
    const ofLinks = changes.map(({ link }) => read(link));
    if (new Set(ofLinks).size === 1) {
      assignments.push(`\`${name}\` = ?`);
      values.push(ofLinks[0]);
    } else {
      const cases = changes.map(() => 'WHEN ? THEN ?').join(' ');
      assignments.push(`\`${name}\` = CASE \`id\` ${cases} END`);
      values.push(...changes.flatMap(({ link }) => [link.id, read(link)]));
    }
  }
  return [assignments, values];
}

async function replaceTags(manager: EntityManager, changes: readonly LinkChange[]): Promise<void> {
  const removed = changes.flatMap(({ current, link }) =>
    toTagRows(current, missingIn(link.tags, current.tags)),
  );
  const added = changes.flatMap(({ current, link }) =>
    toTagRows(link, missingIn(current.tags, link.tags)),
  );
  await deleteTagRows(manager, removed);
  await insertTagRows(manager, added.sort(compareTagRows));
}

function missingIn(tags: readonly string[], all: readonly string[]): string[] {
  return all.filter((tag) => !tags.includes(tag));
}

/** Deletes rows by their whole keys, because other searches lock the gaps between rows. */
async function deleteTagRows(manager: EntityManager, rows: readonly LinkTag[]): Promise<void> {
  for (const batch of chunk(rows.toSorted(compareTagRows))) {
    const linkIdsByTag = new Map<string, number[]>();
    for (const { tag, linkId } of batch) {
      const linkIds = linkIdsByTag.get(tag);
      if (linkIds === undefined) linkIdsByTag.set(tag, [linkId]);
      else linkIds.push(linkId);
    }
    for (const tags of chunk([...linkIdsByTag], TAGS_PER_DELETE)) {
      await deleteTags(manager, tags);
    }
  }
}

async function deleteTags(
  manager: EntityManager,
  linkIdsOfTags: readonly (readonly [string, readonly number[]])[],
): Promise<void> {
  const conditions = linkIdsOfTags.map(
    ([, linkIds]) => `(\`tag\` = ? AND \`linkId\` IN (${linkIds.map(() => '?').join(', ')}))`,
  );
  await manager.query(
    `DELETE FROM \`link_tag\` WHERE ${conditions.join(' OR ')}`,
    linkIdsOfTags.flatMap(([tag, linkIds]) => [tag, ...linkIds]),
  );
}

function compareTagRows(one: LinkTag, other: LinkTag): number {
  if (one.tag !== other.tag) return one.tag < other.tag ? -1 : 1;
  return one.linkId - other.linkId;
}

async function releaseExternalIds(
  manager: EntityManager,
  changes: readonly LinkChange[],
): Promise<void> {
  const released = changes.flatMap(({ current, link }) =>
    link.externalId === null ? (current.externalId ?? []) : [],
  );
  for (const batch of chunk(released.sort())) {
    await manager.delete(LinkExternalId, { externalId: In(batch) });
  }
}
