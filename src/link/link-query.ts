import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Dialect } from '../platform/database/dialect.js';
import { decodeUrlText, toSearchText } from '../platform/search-text.js';
import { hashOfUrl } from './link-columns.js';
import { stateConditions, type LinkState } from './link-state.js';

export const LIST_ORDERS = ['-createdAt', 'createdAt', '-lastClickedAt'] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];

/** A list by last click has two: the links that were clicked, then the others by creation. */
export type SectionName = 'created' | 'clicked' | 'unclicked';

export interface PagePosition {
  readonly section: SectionName;
  /** By which the section is ordered, before the id: `lastQuarterHour` of clicked links, else `createdAtMs`. */
  readonly value: number;
  readonly id: number;
}

export interface LinkQuery {
  readonly limit: number;
  readonly order: ListOrder;
  readonly after?: PagePosition | undefined;
  /** All of them. */
  readonly tags: readonly string[];
  /** At least one of them. */
  readonly anyTags?: readonly string[] | undefined;
  /** None of them. */
  readonly withoutTags?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly state?: LinkState | undefined;
  readonly externalId?: string | undefined;
  readonly url?: string | undefined;
  /** Inclusive. */
  readonly createdFromMs?: number | undefined;
  /** Exclusive. */
  readonly createdToMs?: number | undefined;
  readonly nowMs: number;
}

export interface ListIndex {
  /** Set if the index yields only links with this tag. */
  readonly tag?: string;
  readonly table: Sql;
  /** Whether that is the table of links. */
  readonly isOfLinks: boolean;
  readonly value: Sql;
  readonly id: Sql;
  readonly where: Sql;
}

export interface ListSection {
  readonly name: SectionName;
  readonly isAscending: boolean;
  /** Never empty. */
  readonly indexes: readonly ListIndex[];
  /** Whether the links are those of all indexes together. Otherwise each index yields all of them. */
  readonly isUnion: boolean;
}

const SECTIONS: Readonly<Record<ListOrder, readonly SectionName[]>> = {
  '-createdAt': ['created'],
  createdAt: ['created'],
  '-lastClickedAt': ['clicked', 'unclicked'],
};

export function isInOrder({ section }: PagePosition, order: ListOrder): boolean {
  return SECTIONS[order].includes(section);
}

/** The sections of the list from the position on, in order. */
export function selectSections(query: LinkQuery, dialect: Dialect): ListSection[] {
  const { order, after } = query;
  const names = SECTIONS[order];
  return names.slice(after === undefined ? 0 : names.indexOf(after.section)).map((name) => ({
    name,
    isAscending: order === 'createdAt',
    ...(name === 'clicked' ? byLastClick(query, dialect) : byCreation(query, dialect)),
  }));
}

type Indexes = Pick<ListSection, 'indexes' | 'isUnion'>;

function byLastClick({ externalId }: LinkQuery, dialect: Dialect): Indexes {
  const name = 'link_clicks_by_last_quarter_hour';
  const [usingIndex, where] =
    externalId === undefined
      ? [dialect.usingIndex(name), sql`clicked.lastQuarterHour IS NOT NULL`]
      : [empty, sql`clicked.linkId = (${ownerOf(externalId)})`];
  const index = {
    table: sql`link_clicks AS clicked ${usingIndex}`,
    isOfLinks: false,
    value: sql`clicked.lastQuarterHour`,
    id: sql`clicked.linkId`,
    where,
  };
  return { indexes: [index], isUnion: false };
}

/** The indexes that serve a filter of the query, or the index of all links. */
function byCreation(query: LinkQuery, dialect: Dialect): Indexes {
  const { externalId, url, tags, anyTags = [] } = query;
  const toIndex = (tag: string): ListIndex =>
    tagIndex(tag, dialect.usingIndex('link_tag_by_creation'));
  const bounded = (indexes: readonly ListIndex[], isUnion = false): Indexes => ({
    indexes: indexes.map((index) => ({
      ...index,
      where: allOf([index.where, ...creationConditions(index.value, query)]),
    })),
    isUnion,
  });
  if (externalId !== undefined) {
    const where = sql`link.id = (${ownerOf(externalId)})`;
    return bounded([{ ...LINK_INDEX, table: sql`link`, where }]);
  }
  if (url !== undefined) {
    return bounded([urlIndex(url, dialect.usingIndex('link_by_url')), ...tags.map(toIndex)]);
  }
  if (tags.length > 0) return bounded(tags.map(toIndex));
  if (anyTags.length > 0) return bounded(anyTags.map(toIndex), true);
  const table = sql`link ${dialect.usingIndex('link_by_creation')}`;
  return bounded([{ ...LINK_INDEX, table, where: sql`TRUE` }]);
}

const LINK_INDEX = { isOfLinks: true, value: sql`link.createdAtMs`, id: sql`link.id` };

function ownerOf(externalId: string): Sql {
  return sql`SELECT linkId FROM link_external_id WHERE externalId = ${externalId}`;
}

function urlIndex(url: string, index: Sql): ListIndex {
  return { ...LINK_INDEX, table: sql`link ${index}`, where: sql`link.urlHash = ${hashOfUrl(url)}` };
}

function tagIndex(tag: string, index: Sql): ListIndex {
  return {
    tag,
    table: sql`link_tag AS entry ${index}`,
    isOfLinks: false,
    value: sql`entry.createdAtMs`,
    id: sql`entry.linkId`,
    where: sql`entry.tag = ${tag}`,
  };
}

function creationConditions(createdAtMs: Sql, query: LinkQuery): Sql[] {
  const { createdFromMs, createdToMs } = query;
  return [
    ...(createdFromMs === undefined ? [] : [sql`${createdAtMs} >= ${createdFromMs}`]),
    ...(createdToMs === undefined ? [] : [sql`${createdAtMs} < ${createdToMs}`]),
  ];
}

const NOT_DELETED = sql`link.deletedAtMs IS NULL`;

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
  const created = creationConditions(LINK_INDEX.value, query);
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
