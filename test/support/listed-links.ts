import type { DataSource } from 'typeorm';
import { chunk } from '../../src/platform/database/chunk.js';
import { derivedColumns } from '../../src/link/link-columns.js';
import { LinkClicks } from '../../src/click/link-clicks.entity.js';
import { NO_CLICKS } from '../../src/click/link-clicks.store.js';
import { LinkExternalId } from '../../src/link/link-external-id.entity.js';
import { LinkTag } from '../../src/link/link-tag.entity.js';
import { Link } from '../../src/link/link.entity.js';
import { DEFAULT_SETTINGS } from '../../src/shorten/link-draft.js';

/** A link with its number of counted redirects and its last click. */
export type ListedLink = Partial<Link> &
  Pick<Link, 'id' | 'createdAtMs'> & {
    redirects?: number;
    lastQuarterHour?: number | null;
  };

/** SQLite limits the number of parameters of a statement. */
const ROWS_PER_INSERT = 400;

/** Inserts the rows that the store would insert, in bulk. */
export async function insertListedLinks(
  dataSource: DataSource,
  listed: readonly ListedLink[],
): Promise<Link[]> {
  const links = listed.map(toLink);
  await insertAll(dataSource, Link, links);
  await insertAll(
    dataSource,
    LinkTag,
    links.flatMap(({ id: linkId, createdAtMs, tags }) =>
      tags.map((tag) => ({ tag, linkId, createdAtMs })),
    ),
  );
  await insertAll(
    dataSource,
    LinkExternalId,
    links.flatMap(({ id: linkId, externalId }) =>
      externalId === null ? [] : [{ externalId, linkId }],
    ),
  );
  await insertAll(dataSource, LinkClicks, rowsOfClicks(listed));
  return links;
}

export function rowsOfClicks(listed: readonly ListedLink[]): LinkClicks[] {
  return listed.flatMap(({ id: linkId, redirects, lastQuarterHour = null }) =>
    redirects === undefined ? [] : [{ ...NO_CLICKS, linkId, redirects, lastQuarterHour }],
  );
}

async function insertAll<T extends object>(
  dataSource: DataSource,
  entity: new () => T,
  rows: readonly T[],
): Promise<void> {
  for (const batch of chunk(rows, ROWS_PER_INSERT)) await dataSource.manager.insert(entity, batch);
}

function toLink({ redirects: _redirects, lastQuarterHour: _last, ...fields }: ListedLink): Link {
  const link = {
    ...DEFAULT_SETTINGS,
    key: `key-${fields.id}`,
    isAlias: false,
    url: `https://example.com/${fields.id}`,
    deletedAtMs: null,
    updatedAtMs: fields.createdAtMs,
    version: 1,
    apiKeyId: 'tester',
    ...fields,
  };
  return { ...link, ...derivedColumns(link) };
}
