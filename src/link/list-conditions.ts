import sql, { join, raw, type Sql } from 'sql-template-tag';
import { decodeUrlText, toSearchText } from '../platform/search-text.js';
import type { LinkQuery, ListIndex, ListSection, PagePosition } from './link-query.js';
import { stateConditions } from './link-state.js';

const NOT_DELETED = sql`link.deletedAtMs IS NULL`;

export function creationConditions(createdAtMs: Sql, query: LinkQuery): Sql[] {
  const { createdFromMs, createdToMs } = query;
  return [
    ...(createdFromMs === undefined ? [] : [sql`${createdAtMs} >= ${createdFromMs}`]),
    ...(createdToMs === undefined ? [] : [sql`${createdAtMs} < ${createdToMs}`]),
  ];
}

/** Scalar subqueries keep the index order. MySQL may turn EXISTS and IN into joins in any order. */
export function remainingConditions(
  { name }: ListSection,
  index: ListIndex,
  query: LinkQuery,
): Sql {
  const conditions = [
    ...tagConditions(index, query),
    ...(name === 'unclicked' ? [neverClicked(index)] : []),
  ];
  const onLink = linkConditions(query);
  if (index.isOfLinks) return allOf([NOT_DELETED, ...onLink, ...conditions]);
  // Tags first: an index entry costs less to read than a row of `link`. Deleted links have none.
  if (index.tag !== undefined) return allOf([...conditions, ...whereLink(index, onLink)]);
  const created = creationConditions(sql`link.createdAtMs`, query);
  return allOf([...conditions, ...whereLink(index, [NOT_DELETED, ...created, ...onLink])]);
}

function tagConditions(
  index: ListIndex,
  { tags, anyTags = [], withoutTags = [] }: LinkQuery,
): Sql[] {
  const find = (tag: string): Sql =>
    sql`(SELECT 1 FROM link_tag AS other WHERE other.tag = ${tag} AND other.linkId = ${index.id})`;
  const hasAny = anyTags.length === 0 || anyTags.some((tag) => tag === index.tag);
  return [
    ...tags.filter((tag) => tag !== index.tag).map((tag) => sql`${find(tag)} = 1`),
    ...(hasAny
      ? []
      : [
          sql`(${join(
            anyTags.map((tag) => sql`${find(tag)} = 1`),
            ' OR ',
          )})`,
        ]),
    ...withoutTags.map((tag) => sql`${find(tag)} IS NULL`),
  ];
}

function neverClicked({ id }: ListIndex): Sql {
  return sql`(SELECT clicked.lastQuarterHour FROM link_clicks AS clicked WHERE clicked.linkId = ${id}) IS NULL`;
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
  { isAscending }: ListSection,
  after: PagePosition | undefined,
  end: PagePosition | undefined,
): Sql {
  const [operator, opposite] = isAscending ? [GREATER, LESS] : [LESS, GREATER];
  return allOf([
    ...(after === undefined ? [] : comparePosition(index, operator, after, operator)),
    ...(end === undefined ? [] : comparePosition(index, opposite, end, sql`${opposite}=`)),
  ]);
}

/** MySQL does not use an index on two columns for `(a, b) > (x, y)`, but it does for this form. */
function comparePosition(
  { value, id }: ListIndex,
  operator: Sql,
  position: PagePosition,
  idOperator: Sql,
): Sql[] {
  return [
    sql`${value} ${operator}= ${position.value}`,
    sql`(${value} ${operator} ${position.value} OR ${id} ${idOperator} ${position.id})`,
  ];
}
