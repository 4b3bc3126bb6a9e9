import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import { InvalidationPublisher } from '../cluster/invalidation-publisher.js';
import { linkTarget } from '../cluster/invalidation-target.js';
import type { Beside } from '../platform/database/beside.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { isKeyForm, normalizeKey } from './alias.js';
import { derivedColumns } from './link-columns.js';
import { countByState, type StateCounts } from './link-state.js';
import { selectByExternalId, selectIdentical } from './link-lookups.js';
import { LinkRows, undefinedOnConflict } from './link-rows.js';
import { toLinkRow, type NewLink } from './new-link.js';
import type { EditableLinkFields } from './editable-link-fields.js';
import { Link } from './link.entity.js';
import { LinkPager } from './link-pager.js';
import type { LinkQuery, PagePosition } from './link-query.js';
import { selectTarget, type RedirectTarget } from './redirect.js';

/** A page may hold fewer links than its limit, or none, and not be the last: see `next`. */
export interface LinkPage {
  readonly links: readonly Link[];
  /** Behind which the next page begins; `null` on the last. */
  readonly next: PagePosition | null;
}

/** The tables of links. What changes a link has every instance know of it when the promise resolves. */
@Injectable()
export class LinkStore {
  constructor(
    private readonly database: Database,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /**
   * `undefined` if another link has the key, be it deleted.
   * An alias may be remembered as unknown, so others are told of it. A generated key was announced
   * when its id was leased.
   * @throws Problem `external-id-taken`.
   */
  async insert(newLink: NewLink, beside?: Beside<Link>): Promise<Link | undefined> {
    const link = toLinkRow(newLink);
    const insert = async (manager: EntityManager): Promise<void> => {
      const rows = this.#rows(manager);
      await beside?.before(manager);
      await rows.insert(link);
      await rows.insertTags(link, link.tags);
      await rows.insertExternalId(link);
      await beside?.after(manager, link);
    };
    const isMore = beside !== undefined || link.tags.length > 0 || link.externalId !== null;
    return undefinedOnConflict(link, () => {
      if (link.isAlias) return this.publisher.commitAndInvalidate([linkTarget(link.key)], insert);
      return isMore ? this.database.transaction(insert) : this.database.write(insert);
    });
  }

  /**
   * @param text a key as somebody wrote it.
   * @throws Problem `link-not-found`, `link-gone`.
   */
  async get(text: string): Promise<Link> {
    const key = normalizeKey(text);
    const link = isKeyForm(key)
      ? await this.database.read((manager) => manager.findOneBy(Link, { key }))
      : null;
    if (link === null) throw new Problem('link-not-found');
    if (link.deletedAtMs !== null) throw new Problem('link-gone');
    return link;
  }

  findByExternalId(externalId: string): Promise<Link | null> {
    return this.database.read((manager) => selectByExternalId(manager, externalId));
  }

  /** Deleted links are left out. */
  async findByIds(ids: readonly number[]): Promise<Link[]> {
    if (ids.length === 0) return [];
    return this.database.read((manager) =>
      manager.findBy(Link, { id: In(ids), deletedAtMs: IsNull() }),
    );
  }

  countByState(nowMs: number): Promise<StateCounts> {
    return this.database.read((manager) => countByState(manager, nowMs));
  }

  /** The part of it that a redirect needs. Deleted links are found too. */
  findTarget(key: string): Promise<RedirectTarget | null> {
    return this.database.read((manager) => selectTarget(manager, key));
  }

  /** The caller's oldest link that has a generated key and exactly this content. */
  findIdentical(content: EditableLinkFields, apiKeyId: string): Promise<Link | null> {
    return this.database.read((manager) => selectIdentical(manager, content, apiKeyId));
  }

  /** Deleted links are left out. Links of one millisecond are ordered by id. */
  async findPage(query: LinkQuery): Promise<LinkPage> {
    const { positions, next } = await new LinkPager(this.database, query).page();
    const links = await this.findByIds(positions.map(({ id }) => id));
    const linkById = new Map(links.map((link) => [link.id, link]));
    return { links: positions.flatMap(({ id }) => linkById.get(id) ?? []), next };
  }

  /**
   * `undefined` if the link was changed since `current` was read, which the statement itself checks.
   * @throws Problem `external-id-taken`.
   */
  async update(
    current: Link,
    change: Partial<EditableLinkFields>,
    updatedAtMs: number,
  ): Promise<Link | undefined> {
    const changed = { ...current, ...change, updatedAtMs, version: current.version + 1 };
    const link: Link = { ...changed, ...derivedColumns(changed) };
    return undefinedOnConflict(link, () => this.#replace(current, link));
  }

  /** Leaves a tombstone, which knows the key and nothing more. `undefined` as for `update`. */
  async delete(current: Link, deletedAtMs: number): Promise<Link | undefined> {
    const nothing = { url: '', title: null, tags: [], externalId: null };
    const emptied = { ...current, ...nothing, deletedAtMs, updatedAtMs: deletedAtMs };
    const tombstone: Link = {
      ...emptied,
      ...derivedColumns(emptied),
      version: current.version + 1,
    };
    return undefinedOnConflict(tombstone, () => this.#replace(current, tombstone));
  }

  #replace(current: Link, link: Link): Promise<void> {
    return this.#change(link, async (rows) => {
      await rows.update(current, link);
      await rows.replaceTags(current, link);
      await rows.replaceExternalId(current, link);
    });
  }

  #change({ key }: Link, work: (rows: LinkRows) => Promise<void>): Promise<void> {
    return this.publisher.commitAndInvalidate([linkTarget(key)], (manager) =>
      work(this.#rows(manager)),
    );
  }

  #rows(manager: EntityManager): LinkRows {
    return new LinkRows(manager, this.database.dialect);
  }
}
