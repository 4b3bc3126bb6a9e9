import sql, { empty, type Sql } from 'sql-template-tag';
import type { Dialect } from '../platform/database/dialect.js';
import { hashOfUrl } from './link-columns.js';
import type {
  LinkQuery,
  ListIndex,
  ListOrder,
  ListSection,
  PagePosition,
  SectionName,
} from './link-query.js';
import { allOf, creationConditions } from './list-conditions.js';

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
