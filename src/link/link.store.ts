import { Injectable } from '@nestjs/common';
import { IsNull, Raw, type EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { derivedColumns, hashOfUrl } from './link-columns.js';
import { selectPage, type LinkQuery } from './link-query.js';
import { LinkRows, Refused } from './link-rows.js';
import { Link } from './link.entity.js';
import { REDIRECT_TARGET_COLUMNS, type RedirectTarget } from './redirect-target.js';

/** Columns that follow from others are filled in by the store. */
export type NewLink = Omit<Link, 'urlHash' | 'searchText' | 'version' | 'deletedAtMs'>;

/** The columns that a person can set. */
export type LinkContent = Pick<
  Link,
  | 'url'
  | 'title'
  | 'tags'
  | 'externalId'
  | 'redirectStatus'
  | 'cacheSeconds'
  | 'forwardQuery'
  | 'validFromMs'
  | 'expiresAtMs'
  | 'disabled'
>;

/** The tables of links. */
@Injectable()
export class LinkStore {
  constructor(private readonly database: Database) {}

  /**
   * `undefined` if another link has the key, be it deleted.
   * @throws Problem `external-id-taken`.
   */
  async insert(newLink: NewLink): Promise<Link | undefined> {
    const link: Link = {
      ...newLink,
      ...derivedColumns(newLink),
      version: 1,
      deletedAtMs: null,
    };
    const needsOneStatement = link.tags.length === 0 && link.externalId === null;
    return unlessRefused(link, () =>
      needsOneStatement
        ? this.database.run((manager) => this.#rows(manager).insert(link))
        : this.#inTransaction(async (rows) => {
            await rows.insert(link);
            await rows.insertTags(link, link.tags);
            await rows.insertExternalId(link);
          }),
    );
  }

  /** Deleted links are found too. */
  findByKey(key: string): Promise<Link | null> {
    return this.database.run((manager) => manager.findOneBy(Link, { key }));
  }

  /** The part of it that a redirect needs. Deleted links are found too. */
  findTarget(key: string): Promise<RedirectTarget | null> {
    return this.database.run((manager) =>
      manager.findOne(Link, { select: REDIRECT_TARGET_COLUMNS, where: { key } }),
    );
  }

  /** The caller's oldest link that has a generated key and exactly this content. */
  findSame(content: LinkContent, apiKeyId: string): Promise<Link | null> {
    const { tags, title, externalId, validFromMs, expiresAtMs, ...columns } = content;
    return this.database.run((manager) =>
      manager.findOne(Link, {
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
        },
        order: { createdAtMs: 'ASC', id: 'ASC' },
      }),
    );
  }

  findPage(query: LinkQuery): Promise<Link[]> {
    return this.database.run((manager) => selectPage(manager, query));
  }

  /**
   * `undefined` if the link was changed since `current` was read, which the statement itself checks.
   * @throws Problem `external-id-taken`.
   */
  async update(
    current: Link,
    change: Partial<LinkContent>,
    updatedAtMs: number,
  ): Promise<Link | undefined> {
    const changed = { ...current, ...change, updatedAtMs, version: current.version + 1 };
    const link: Link = { ...changed, ...derivedColumns(changed) };
    return unlessRefused(link, () =>
      this.#inTransaction(async (rows) => {
        await rows.update(current, link);
        await rows.replaceTags(current, link);
        await rows.replaceExternalId(current, link);
      }),
    );
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
    return unlessRefused(tombstone, () =>
      this.#inTransaction(async (rows) => {
        await rows.update(current, tombstone);
        await rows.replaceTags(current, tombstone);
        await rows.replaceExternalId(current, tombstone);
      }),
    );
  }

  #inTransaction(work: (rows: LinkRows) => Promise<void>): Promise<void> {
    return this.database.transaction((manager) => work(this.#rows(manager)));
  }

  #rows(manager: EntityManager): LinkRows {
    return new LinkRows(manager, this.database.dialect);
  }
}

async function unlessRefused(link: Link, work: () => Promise<void>): Promise<Link | undefined> {
  try {
    await work();
    return link;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
