import { Brackets, IsNull, Raw, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { hashOfUrl, searchForm } from './link-columns.js';
import type { LinkContent } from './link-content.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { LinkTag } from './link-tag.entity.js';
import type { LinkState } from './link-state.js';
import { Link } from './link.entity.js';

/** Where a page ended: the next begins behind this link. */
export interface PagePosition {
  readonly createdAtMs: number;
  readonly id: number;
}

export interface LinkQuery {
  readonly limit: number;
  readonly order: 'createdAt' | '-createdAt';
  readonly after?: PagePosition | undefined;
  /** All must match. */
  readonly tags: readonly string[];
  readonly search?: string | undefined;
  readonly state?: LinkState | undefined;
  readonly externalId?: string | undefined;
  readonly url?: string | undefined;
  readonly nowMs: number;
}

type Query = SelectQueryBuilder<Link>;

/** Deleted links are left out. Links of one millisecond are ordered by id. */
export function selectPage(manager: EntityManager, query: LinkQuery): Promise<Link[]> {
  const direction = query.order === 'createdAt' ? 'ASC' : 'DESC';
  const select = manager.createQueryBuilder(Link, 'link').where('link.deletedAtMs IS NULL');
  whereAfter(select, query);
  whereTags(select, query.tags);
  whereState(select, query);
  if (query.search !== undefined) {
    select.andWhere('INSTR(link.searchText, :search) > 0', { search: searchForm(query.search) });
  }
  if (query.externalId !== undefined) {
    whereExternalId(select, query.externalId);
  }
  if (query.url !== undefined) {
    select.andWhere('link.urlHash = :urlHash', { urlHash: hashOfUrl(query.url) });
    select.andWhere('link.url = :url', { url: query.url });
  }
  return select
    .orderBy('link.createdAtMs', direction)
    .addOrderBy('link.id', direction)
    .limit(query.limit)
    .getMany();
}

/** Written so that the index on both columns serves it; MySQL does not use one for `(a, b) > (x, y)`. */
function whereAfter(select: Query, { after, order }: LinkQuery): void {
  if (after === undefined) return;
  const sign = order === 'createdAt' ? '>' : '<';
  select.andWhere(`link.createdAtMs ${sign}= :createdAtMs`, after);
  select.andWhere(
    new Brackets((either) =>
      either
        .where(`link.createdAtMs ${sign} :createdAtMs`, after)
        .orWhere(`link.id ${sign} :id`, after),
    ),
  );
}

function whereTags(select: Query, tags: readonly string[]): void {
  tags.forEach((tag, index) => {
    const tagged = select
      .subQuery()
      .select(`tag${index}.linkId`)
      .from(LinkTag, `tag${index}`)
      .where(`tag${index}.tag = :tag${index}`)
      .getQuery();
    select.andWhere(`link.id IN ${tagged}`, { [`tag${index}`]: tag });
  });
}

function whereExternalId(select: Query, externalId: string): void {
  const owner = select
    .subQuery()
    .select('claim.linkId')
    .from(LinkExternalId, 'claim')
    .where('claim.externalId = :externalId')
    .getQuery();
  select.andWhere(`link.id IN ${owner}`, { externalId });
}

const ENABLED = 'link.disabled = :no';
const UNEXPIRED = '(link.expiresAtMs IS NULL OR link.expiresAtMs > :nowMs)';
const STARTED = '(link.validFromMs IS NULL OR link.validFromMs <= :nowMs)';
const UNEXHAUSTED =
  '(link.maxClicks IS NULL OR NOT EXISTS (SELECT 1 FROM link_clicks counted ' +
  'WHERE counted.linkId = link.id AND counted.served >= link.maxClicks))';

export const STATE_CONDITIONS: Readonly<Record<LinkState, string>> = {
  disabled: `NOT ${ENABLED}`,
  expired: `${ENABLED} AND NOT ${UNEXPIRED}`,
  scheduled: `${ENABLED} AND ${UNEXPIRED} AND NOT ${STARTED}`,
  exhausted: `${ENABLED} AND ${UNEXPIRED} AND ${STARTED} AND NOT ${UNEXHAUSTED}`,
  active: `${ENABLED} AND ${UNEXPIRED} AND ${STARTED} AND ${UNEXHAUSTED}`,
};

/** `stateOf` in `link-state.ts` says the same of one link. */
function whereState(select: Query, { state, nowMs }: LinkQuery): void {
  if (state === undefined) return;
  select.andWhere(STATE_CONDITIONS[state], { no: false, nowMs });
}

/** The external ids of deleted links are free, and so lead to none. */
export function selectByExternalId(
  manager: EntityManager,
  externalId: string,
): Promise<Link | null> {
  return manager
    .createQueryBuilder(Link, 'link')
    .innerJoin(LinkExternalId, 'claim', 'claim.linkId = link.id')
    .where('claim.externalId = :externalId', { externalId })
    .getOne();
}

/** The oldest link of this caller that has a generated key and exactly this content. */
export function selectSame(
  manager: EntityManager,
  content: LinkContent,
  apiKeyId: string,
): Promise<Link | null> {
  const { tags, title, externalId, validFromMs, expiresAtMs, maxClicks, ...columns } = content;
  return manager.findOne(Link, {
    where: {
      ...columns,
      apiKeyId,
      urlHash: hashOfUrl(content.url),
      tags: Raw((column) => `${column} = :tags`, { tags: JSON.stringify(tags) }),
      isAlias: false,
      deletedAtMs: IsNull(),
      title: title ?? IsNull(),
      externalId: externalId ?? IsNull(),
      validFromMs: validFromMs ?? IsNull(),
      expiresAtMs: expiresAtMs ?? IsNull(),
      maxClicks: maxClicks ?? IsNull(),
    },
    order: { createdAtMs: 'ASC', id: 'ASC' },
  });
}
