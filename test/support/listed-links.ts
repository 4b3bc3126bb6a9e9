import type { DataSource } from 'typeorm';
import { inBatches } from '../../src/database/batches.js';
import { derivedColumns } from '../../src/link/link-columns.js';
import { LinkClicks } from '../../src/link/link-clicks.entity.js';
import { NO_CLICKS } from '../../src/link/link-clicks.store.js';
import { LinkExternalId } from '../../src/link/link-external-id.entity.js';
import { LinkTag } from '../../src/link/link-tag.entity.js';
import { Link } from '../../src/link/link.entity.js';
import { DEFAULT_SETTINGS } from '../../src/shorten/link-input.js';

/** A link, and how many redirects of it were served. */
export type ListedLink = Partial<Link> & Pick<Link, 'id' | 'createdAtMs'> & { served?: number };

/** SQLite does not take as many rows of so many columns at once. */
const ROWS_AT_A_TIME = 400;

/** Writes links straight into their tables, as the store would. */
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
  await insertAll(
    dataSource,
    LinkClicks,
    listed.flatMap(({ id: linkId, served }) =>
      served === undefined ? [] : [{ ...NO_CLICKS, linkId, served }],
    ),
  );
  return links;
}

async function insertAll<T extends object>(
  dataSource: DataSource,
  entity: new () => T,
  rows: readonly T[],
): Promise<void> {
  for (const some of inBatches(rows, ROWS_AT_A_TIME)) await dataSource.manager.insert(entity, some);
}

function toLink({ served: _served, ...fields }: ListedLink): Link {
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
