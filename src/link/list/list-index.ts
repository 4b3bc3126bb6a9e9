import type { Dialect } from '../../platform/database/dialect.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { hashOfUrl } from '../link-columns.js';
import type { LinkQuery } from './link-query.js';

/** An index whose entries are links in the order of lists. */
export interface ListIndex {
  /** If it has the links with this tag. */
  readonly tag?: string;
  /** The table and its index. */
  readonly table: string;
  /** The columns by which entries are ordered. */
  readonly createdAtMs: string;
  readonly id: string;
  readonly where: Sql;
}

const LINK = { createdAtMs: 'link.createdAtMs', id: 'link.id' };
const OWNER = '(SELECT linkId FROM link_external_id WHERE externalId = ?)';

/** Those that serve one of the filters; if there is none, the one of all links. Never empty. */
export function indexesFor(query: LinkQuery, dialect: Dialect): ListIndex[] {
  const { externalId, url, tags } = query;
  if (externalId !== undefined) {
    const where = sql(`link.id = ${OWNER}`, externalId);
    return [{ ...LINK, table: 'link', where }];
  }
  const byTag = tags.map((tag) => tagSource(tag, dialect.usingIndex('link_tag_by_creation')));
  if (url !== undefined) return [urlSource(url, dialect.usingIndex('link_by_url')), ...byTag];
  if (byTag.length > 0) return byTag;
  const table = `link ${dialect.usingIndex('link_by_creation')}`;
  return [{ ...LINK, table, where: sql('TRUE') }];
}

function urlSource(url: string, index: string): ListIndex {
  const where = sql('link.urlHash = ?', hashOfUrl(url));
  return { ...LINK, table: `link ${index}`, where };
}

function tagSource(tag: string, index: string): ListIndex {
  const table = `link_tag AS entry ${index}`;
  const order = { createdAtMs: 'entry.createdAtMs', id: 'entry.linkId' };
  return { ...order, tag, table, where: sql('entry.tag = ?', tag) };
}
