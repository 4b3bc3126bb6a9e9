import { allOf, likeContaining, sql, type Sql } from '../../platform/database/sql.js';
import { searchForm } from '../link-columns.js';
import { stateConditions } from '../state-conditions.js';
import type { LinkQuery, PagePosition } from './link-query.js';
import type { ListIndex } from './list-index.js';

/** Deleted links have no tags. */
const UNDELETED = sql('link.deletedAtMs IS NULL');

/**
 * What the source itself does not see to. Subqueries are values that are compared, so that there is one
 * table to read, in the order of its index: MySQL may turn EXISTS and IN into joins of any order.
 */
export function remainingConditions(source: ListIndex, query: LinkQuery): Sql {
  const ofLink = linkConditions(query);
  const ofTags = query.tags
    .filter((tag) => tag !== source.tag)
    .map((tag) =>
      sql(
        `(SELECT 1 FROM link_tag AS other WHERE other.tag = ? AND other.linkId = ${source.id}) = 1`,
        tag,
      ),
    );
  if (source.tag === undefined) return allOf([UNDELETED, ...ofLink, ...ofTags]);
  // To be looked up, the row of a link costs more than an entry of an index.
  return allOf([...ofTags, ...lookedUp(source, ofLink)]);
}

/** What lies behind the one place, and not behind the other. */
export function between(
  source: ListIndex,
  { order }: LinkQuery,
  after: PagePosition | undefined,
  end: PagePosition | undefined,
): Sql {
  const sign = order === 'createdAt' ? '>' : '<';
  const opposite = order === 'createdAt' ? '<' : '>';
  return allOf([
    ...(after === undefined ? [] : beyond(source, sign, after, sign)),
    ...(end === undefined ? [] : beyond(source, opposite, end, `${opposite}=`)),
  ]);
}

/** Written so that an index on both columns serves it; MySQL does not use one for `(a, b) > (x, y)`. */
function beyond(
  { createdAtMs, id }: ListIndex,
  sign: '<' | '>',
  place: PagePosition,
  signOfId: string,
): Sql[] {
  return [
    sql(`${createdAtMs} ${sign}= ?`, place.createdAtMs),
    sql(`(${createdAtMs} ${sign} ? OR ${id} ${signOfId} ?)`, place.createdAtMs, place.id),
  ];
}

function lookedUp({ id }: ListIndex, conditions: readonly Sql[]): Sql[] {
  if (conditions.length === 0) return [];
  const { text, values } = allOf(conditions);
  return [sql(`(SELECT 1 FROM link WHERE link.id = ${id} AND ${text}) = 1`, ...values)];
}

function linkConditions({ url, state, search, nowMs }: LinkQuery): Sql[] {
  const conditions: Sql[] = [];
  if (url !== undefined) conditions.push(sql('link.url = ?', url));
  if (state !== undefined) conditions.push(sql(stateConditions(nowMs)[state]));
  if (search !== undefined) {
    const pattern = likeContaining(searchForm(search));
    conditions.push(sql("link.searchText LIKE ? ESCAPE '!'", pattern));
  }
  return conditions;
}
