import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Dialect } from '../platform/database/dialect.js';
import { decodeUrlText, toSearchText } from '../platform/search-text.js';
import { hashOfUrl } from './link-columns.js';
import { stateConditions, type LinkState } from './link-state.js';

export interface PagePosition {
  readonly createdAtMs: number;
  readonly id: number;
}

export interface LinkQuery {
  readonly limit: number;
  readonly order: 'createdAt' | '-createdAt';
  readonly after?: PagePosition | undefined;
  readonly tags: readonly string[];
  readonly search?: string | undefined;
  readonly state?: LinkState | undefined;
  readonly externalId?: string | undefined;
  readonly url?: string | undefined;
  readonly nowMs: number;
}

export interface ListIndex {
  /** Set if the index yields only links with this tag. */
  readonly tag?: string;
  readonly table: Sql;
  readonly createdAtMs: Sql;
  readonly id: Sql;
  readonly where: Sql;
}

const LINK_ORDER = { createdAtMs: sql`link.createdAtMs`, id: sql`link.id` };

/** The indexes that serve a filter of the query, or the index of all links. Never empty. */
export function selectIndexes(query: LinkQuery, dialect: Dialect): ListIndex[] {
  const { externalId, url, tags } = query;
  if (externalId !== undefined) {
    const owner = sql`SELECT linkId FROM link_external_id WHERE externalId = ${externalId}`;
    return [{ ...LINK_ORDER, table: sql`link`, where: sql`link.id = (${owner})` }];
  }
  const byTag = tags.map((tag) => tagIndex(tag, dialect.usingIndex('link_tag_by_creation')));
  if (url !== undefined) return [urlIndex(url, dialect.usingIndex('link_by_url')), ...byTag];
  if (byTag.length > 0) return byTag;
  const table = sql`link ${dialect.usingIndex('link_by_creation')}`;
  return [{ ...LINK_ORDER, table, where: sql`TRUE` }];
}

function urlIndex(url: string, index: Sql): ListIndex {
  return { ...LINK_ORDER, table: sql`link ${index}`, where: sql`link.urlHash = ${hashOfUrl(url)}` };
}

function tagIndex(tag: string, index: Sql): ListIndex {
  return {
    tag,
    table: sql`link_tag AS entry ${index}`,
    createdAtMs: sql`entry.createdAtMs`,
    id: sql`entry.linkId`,
    where: sql`entry.tag = ${tag}`,
  };
}

const NOT_DELETED = sql`link.deletedAtMs IS NULL`;

/** Scalar subqueries keep the index order. MySQL may turn EXISTS and IN into joins in any order. */
export function remainingConditions(index: ListIndex, query: LinkQuery): Sql {
  const onLink = linkConditions(query);
  const onTags = query.tags
    .filter((tag) => tag !== index.tag)
    .map(
      (tag) =>
        sql`(SELECT 1 FROM link_tag AS other WHERE other.tag = ${tag} AND other.linkId = ${index.id}) = 1`,
    );
  if (index.tag === undefined) return allOf([NOT_DELETED, ...onLink, ...onTags]);
  // Tags first: an index entry costs less to read than a row of `link`. Deleted links have none.
  return allOf([...onTags, ...whereLink(index, onLink)]);
}

function whereLink({ id }: ListIndex, conditions: readonly Sql[]): Sql[] {
  if (conditions.length === 0) return [];
  return [sql`(SELECT 1 FROM link WHERE link.id = ${id} AND ${allOf(conditions)}) = 1`];
}

function linkConditions({ url, state, search, nowMs }: LinkQuery): Sql[] {
  const conditions: Sql[] = [];
  if (url !== undefined) conditions.push(sql`link.url = ${url}`);
  if (state !== undefined) conditions.push(raw(stateConditions(nowMs)[state]));
  if (search !== undefined) conditions.push(searchCondition(search));
  return conditions;
}

const NOT_ASCII = /[^\0-\x7f]/;

/** A text that is typed in its encoded form may be stored in its decoded form, as in titles. */
function searchCondition(search: string): Sql {
  const decoded = decodeUrlText(search);
  const texts = decoded !== search && NOT_ASCII.test(decoded) ? [search, decoded] : [search];
  return sql`(${join(texts.map(containsText), ' OR ')})`;
}

function containsText(text: string): Sql {
  // A text of invisible characters alone is found nowhere, rather than everywhere.
  const pattern = likePattern(toSearchText(text) || text);
  return sql`link.searchText LIKE ${pattern} ESCAPE '!'`;
}

/** The conjunction of the conditions; true if there are none. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`TRUE` : join(conditions, ' AND ');
}

/** Matches every text that contains this one, with `!` as the escape character. */
function likePattern(text: string): string {
  return `%${text.replaceAll(/[!%_]/g, '!$&')}%`;
}

const LESS = sql`<`;
const GREATER = sql`>`;

/** Selects the links after `after`, up to and including `end`. `undefined` means no bound. */
export function rangeCondition(
  index: ListIndex,
  { order }: LinkQuery,
  after: PagePosition | undefined,
  end: PagePosition | undefined,
): Sql {
  const [operator, opposite] = order === 'createdAt' ? [GREATER, LESS] : [LESS, GREATER];
  return allOf([
    ...(after === undefined ? [] : comparePosition(index, operator, after, operator)),
    ...(end === undefined ? [] : comparePosition(index, opposite, end, sql`${opposite}=`)),
  ]);
}

/** MySQL does not use an index on two columns for `(a, b) > (x, y)`, but it does for this form. */
function comparePosition(
  { createdAtMs, id }: ListIndex,
  operator: Sql,
  position: PagePosition,
  idOperator: Sql,
): Sql[] {
  return [
    sql`${createdAtMs} ${operator}= ${position.createdAtMs}`,
    sql`(${createdAtMs} ${operator} ${position.createdAtMs} OR ${id} ${idOperator} ${position.id})`,
  ];
}
