import type { Dialect } from '../platform/database/dialect.js';
import { allOf, likeContaining, sql, type Sql } from '../platform/database/sql.js';
import { hashOfUrl, toSearchText } from './link-columns.js';
import { stateConditions, type LinkState } from './link-state.js';

/** The last link of a page. The next page starts after it. */
export interface PagePosition {
  readonly createdAtMs: number;
  readonly id: number;
}

export interface LinkQuery {
  readonly limit: number;
  readonly order: 'createdAt' | '-createdAt';
  readonly after?: PagePosition | undefined;
  /** A link must have all of them. */
  readonly tags: readonly string[];
  readonly search?: string | undefined;
  readonly state?: LinkState | undefined;
  readonly externalId?: string | undefined;
  readonly url?: string | undefined;
  readonly nowMs: number;
}

/** An index that yields links in the order of lists. */
export interface ListIndex {
  /** Set if the index yields only links with this tag. */
  readonly tag?: string;
  /** The table and its index hint. */
  readonly table: string;
  /** The column names of the sort order. */
  readonly createdAtMs: string;
  readonly id: string;
  readonly where: Sql;
}

const LINK_ORDER = { createdAtMs: 'link.createdAtMs', id: 'link.id' };
const LINK_WITH_EXTERNAL_ID = '(SELECT linkId FROM link_external_id WHERE externalId = ?)';

/** The indexes that serve a filter of the query, or the index of all links. Never empty. */
export function selectIndexes(query: LinkQuery, dialect: Dialect): ListIndex[] {
  const { externalId, url, tags } = query;
  if (externalId !== undefined) {
    const where = sql(`link.id = ${LINK_WITH_EXTERNAL_ID}`, externalId);
    return [{ ...LINK_ORDER, table: 'link', where }];
  }
  const byTag = tags.map((tag) => tagIndex(tag, dialect.usingIndex('link_tag_by_creation')));
  if (url !== undefined) return [urlIndex(url, dialect.usingIndex('link_by_url')), ...byTag];
  if (byTag.length > 0) return byTag;
  const table = `link ${dialect.usingIndex('link_by_creation')}`;
  return [{ ...LINK_ORDER, table, where: sql('TRUE') }];
}

function urlIndex(url: string, index: string): ListIndex {
  const where = sql('link.urlHash = ?', hashOfUrl(url));
  return { ...LINK_ORDER, table: `link ${index}`, where };
}

function tagIndex(tag: string, index: string): ListIndex {
  const table = `link_tag AS entry ${index}`;
  const order = { createdAtMs: 'entry.createdAtMs', id: 'entry.linkId' };
  return { ...order, tag, table, where: sql('entry.tag = ?', tag) };
}

const NOT_DELETED = sql('link.deletedAtMs IS NULL');

/**
 * The conditions of the query that the index does not ensure. Scalar subqueries keep the order of the
 * index: MySQL may turn EXISTS and IN into joins in any order.
 */
export function remainingConditions(index: ListIndex, query: LinkQuery): Sql {
  const onLink = linkConditions(query);
  const onTags = query.tags
    .filter((tag) => tag !== index.tag)
    .map((tag) =>
      sql(
        `(SELECT 1 FROM link_tag AS other WHERE other.tag = ? AND other.linkId = ${index.id}) = 1`,
        tag,
      ),
    );
  if (index.tag === undefined) return allOf([NOT_DELETED, ...onLink, ...onTags]);
  // Tags first: reading a row of `link` costs more than reading an index entry. Deleted links have no tags.
  return allOf([...onTags, ...whereLink(index, onLink)]);
}

function whereLink({ id }: ListIndex, conditions: readonly Sql[]): Sql[] {
  if (conditions.length === 0) return [];
  const { text, values } = allOf(conditions);
  return [sql(`(SELECT 1 FROM link WHERE link.id = ${id} AND ${text}) = 1`, ...values)];
}

function linkConditions({ url, state, search, nowMs }: LinkQuery): Sql[] {
  const conditions: Sql[] = [];
  if (url !== undefined) conditions.push(sql('link.url = ?', url));
  if (state !== undefined) conditions.push(sql(stateConditions(nowMs)[state]));
  if (search !== undefined) {
    const pattern = likeContaining(toSearchText(search));
    conditions.push(sql("link.searchText LIKE ? ESCAPE '!'", pattern));
  }
  return conditions;
}

/** Selects the links after `after`, up to and including `end`. `undefined` means no bound. */
export function rangeCondition(
  index: ListIndex,
  { order }: LinkQuery,
  after: PagePosition | undefined,
  end: PagePosition | undefined,
): Sql {
  const operator = order === 'createdAt' ? '>' : '<';
  const opposite = order === 'createdAt' ? '<' : '>';
  return allOf([
    ...(after === undefined ? [] : comparePosition(index, operator, after, operator)),
    ...(end === undefined ? [] : comparePosition(index, opposite, end, `${opposite}=`)),
  ]);
}

/** MySQL does not use an index on two columns for `(a, b) > (x, y)`, but it does for this form. */
function comparePosition(
  { createdAtMs, id }: ListIndex,
  operator: '<' | '>',
  position: PagePosition,
  idOperator: string,
): Sql[] {
  return [
    sql(`${createdAtMs} ${operator}= ?`, position.createdAtMs),
    sql(
      `(${createdAtMs} ${operator} ? OR ${id} ${idOperator} ?)`,
      position.createdAtMs,
      position.id,
    ),
  ];
}
