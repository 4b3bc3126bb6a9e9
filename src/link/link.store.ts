import { Injectable } from '@nestjs/common';
import { In, IsNull, Raw, type EntityManager } from 'typeorm';
import { chunk } from '../platform/database/chunk.js';
import { linkTarget } from '../cluster/invalidation-target.js';
import type { Transaction } from '../cluster/unit-of-work.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { toStoredKeys } from './canonical-key.js';
import { LinkBatch, type Refusal } from './link-batch.js';
import { hashOfUrl } from './link-columns.js';
import { countByState, type StateCounts } from './link-state.js';
import { LinkExternalId } from './link-external-id.entity.js';
import {
  changeLink,
  toLinkRow,
  toTombstone,
  type EditableLinkFields,
  type NewLink,
} from './link-fields.js';
import { LinkRows } from './link-rows.js';
import { Link } from './link.entity.js';
import { LinkPager } from './link-pager.js';
import type { LinkQuery, PagePosition } from './link-query.js';
import { selectTarget, type RedirectTarget } from './redirect.js';

/** A page may hold fewer links than its limit, or none, and not be the last: see `next`. */
export interface LinkPage {
  readonly links: readonly Link[];
  /** The position after which the next page begins; `null` on the last page. */
  readonly next: PagePosition | null;
}

export type Outcome = Link | Refusal;

/** The tables of links. A change records on its transaction which cached copies it invalidates. */
@Injectable()
export class LinkStore {
  constructor(private readonly database: Database) {}

  /** For links without tags and external id. Nothing is left to invalidate. Throws KeysTaken. */
  async insertPlain(newLink: NewLink): Promise<Link> {
    const link = toLinkRow(newLink);
    await this.database.write((manager) => this.#rows(manager).insert(link));
    return link;
  }

  /** @throws KeysTaken, Problem `alias-taken`, `external-id-taken`. */
  async insert(tx: Transaction, newLink: NewLink): Promise<Link> {
    const link = toLinkRow(newLink);
    const rows = this.#rows(tx.manager);
    if (link.isAlias) await rows.assertNoOtherSpelling(link);
    await rows.insert(link);
    await rows.insertTags(link, link.tags);
    await rows.insertExternalId(link);
    if (link.isAlias) tx.invalidate(linkTarget(link.key));
    return link;
  }

  /** Returns the outcomes in the order of the links. Throws KeysTaken. */
  async insertMany(tx: Transaction, newLinks: readonly NewLink[]): Promise<Outcome[]> {
    const links = newLinks.map(toLinkRow);
    const refusals = await new LinkBatch(tx.manager, this.database.dialect).insert(links);
    // A refused alias may be of a concurrent request whose messages other instances have not read yet.
    const aliases = new Set(links.filter(({ isAlias }) => isAlias).map(({ key }) => key));
    for (const alias of aliases) tx.invalidate(linkTarget(alias));
    return links.map((link) => refusals.get(link) ?? link);
  }

  /** Accepts any spelling of the key. Throws Problem `link-not-found`, `link-gone`. */
  async get(text: string): Promise<Link> {
    const [link] = await this.findNamed([text]);
    if (link === undefined) throw new Problem('link-not-found');
    if (link.deletedAtMs !== null) throw new Problem('link-gone');
    return link;
  }

  /** Returns the link that each text names by any spelling of its key, deleted ones too. */
  async findNamed(texts: readonly string[]): Promise<(Link | undefined)[]> {
    const keysOfTexts = texts.map(toStoredKeys);
    const linkByKey = new Map<string, Link>();
    for (const batch of chunk([...new Set(keysOfTexts.flat())])) {
      for (const link of await this.#findByKeys(batch)) linkByKey.set(link.key, link);
    }
    return keysOfTexts.map((keys) => keys.flatMap((key) => linkByKey.get(key) ?? [])[0]);
  }

  /** Deleted links have no external id. */
  findByExternalId(externalId: string): Promise<Link | null> {
    return this.database.read((manager) =>
      manager
        .createQueryBuilder(Link, 'link')
        .innerJoin(LinkExternalId, 'claim', 'claim.linkId = link.id')
        .where('claim.externalId = :externalId', { externalId })
        .getOne(),
    );
  }

  async findKeysByExternalIds(externalIds: readonly string[]): Promise<string[]> {
    const keys: string[] = [];
    for (const batch of chunk(externalIds)) {
      const claims = await this.database.read((manager) =>
        manager.findBy(LinkExternalId, { externalId: In(batch) }),
      );
      const links = await this.findByIds(claims.map(({ linkId }) => linkId));
      keys.push(...links.map(({ key }) => key));
    }
    return keys;
  }

  /** Omits deleted links. */
  async findByIds(ids: readonly number[]): Promise<Link[]> {
    if (ids.length === 0) return [];
    return this.database.read((manager) =>
      manager.findBy(Link, { id: In(ids), deletedAtMs: IsNull() }),
    );
  }

  countByState(nowMs: number): Promise<StateCounts> {
    return this.database.read((manager) => countByState(manager, nowMs));
  }

  /** Throws Problem `database-unavailable` in an outage. */
  assertUp(): void {
    this.database.assertUp();
  }

  /** Finds the columns that a redirect needs, also those of deleted links. Asks the database also in an outage. */
  findTarget(key: string): Promise<RedirectTarget | null> {
    return this.database.readInOutage((manager) => selectTarget(manager, key));
  }

  /** Finds the caller's oldest link that has a generated key and exactly these fields. */
  findIdentical(fields: EditableLinkFields, apiKeyId: string): Promise<Link | null> {
    const {
      tags,
      title,
      note,
      externalId,
      validFromMs,
      expiresAtMs,
      maxClicks,
      expiredUrl,
      ...columns
    } = fields;
    const where = {
      ...columns,
      apiKeyId,
      urlHash: hashOfUrl(fields.url),
      tags: Raw((column) => `${column} = :tags`, { tags: JSON.stringify(tags) }),
      isAlias: false,
      deletedAtMs: IsNull(),
      title: title ?? IsNull(),
      note: note ?? IsNull(),
      externalId: externalId ?? IsNull(),
      validFromMs: validFromMs ?? IsNull(),
      expiresAtMs: expiresAtMs ?? IsNull(),
      maxClicks: maxClicks ?? IsNull(),
      expiredUrl: expiredUrl ?? IsNull(),
    };
    return this.database.read((manager) =>
      manager.findOne(Link, { where, order: { createdAtMs: 'ASC', id: 'ASC' } }),
    );
  }

  /** Omits deleted links. Links of the same millisecond are ordered by id. */
  async findPage(query: LinkQuery): Promise<LinkPage> {
    const { positions, next } = await new LinkPager(this.database, query).page();
    const links = await this.findByIds(positions.map(({ id }) => id));
    const linkById = new Map(links.map((link) => [link.id, link]));
    return { links: positions.flatMap(({ id }) => linkById.get(id) ?? []), next };
  }

  /** Throws Conflict if the link has changed since `current`, and Problem `external-id-taken`. */
  async update(
    tx: Transaction,
    current: Link,
    change: Partial<EditableLinkFields>,
    updatedAtMs: number,
  ): Promise<Link> {
    const link = changeLink(current, change, updatedAtMs);
    await this.#replace(tx, current, link);
    return link;
  }

  /** Leaves a tombstone, which keeps the key and no content. Throws Conflict. */
  async delete(tx: Transaction, current: Link, deletedAtMs: number): Promise<void> {
    await this.#replace(tx, current, toTombstone(current, deletedAtMs));
  }

  async #replace(tx: Transaction, current: Link, link: Link): Promise<void> {
    tx.invalidate(linkTarget(link.key));
    const rows = this.#rows(tx.manager);
    await rows.update(current, link);
    await rows.replaceTags(current, link);
    await rows.replaceExternalId(current, link);
  }

  async #findByKeys(keys: readonly string[]): Promise<Link[]> {
    return this.database.read((manager) => manager.findBy(Link, { key: In(keys) }));
  }

  #rows(manager: EntityManager): LinkRows {
    return new LinkRows(manager, this.database.dialect);
  }
}
