import { Injectable } from '@nestjs/common';
import { IsNull, Raw, type EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { LinkTag } from './link-tag.entity.js';
import { Link } from './link.entity.js';
import { derivedColumns, hashOfUrl } from './link-columns.js';
import { selectPage, type LinkQuery } from './link-query.js';
import { REDIRECT_TARGET_COLUMNS, type RedirectTarget } from './redirect-target.js';

/** Columns that follow from others are filled in by the store. */
export type NewLink = Omit<Link, 'urlHash' | 'searchText' | 'version' | 'deletedAtMs'>;

export type LinkChange = Partial<
  Pick<
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
  >
>;

export type PlainLink = Required<LinkChange> & Pick<Link, 'apiKeyId'>;

export type InsertOutcome = 'inserted' | 'key-taken' | 'external-id-taken';
export type UpdateOutcome = 'updated' | 'version-mismatch' | 'external-id-taken';

/** The link's tables: rows of `link`, and the two that index it. */
@Injectable()
export class LinkStore {
  constructor(private readonly database: Database) {}

  /** The unique keys decide who was first; a deleted link keeps its key. */
  async insert(link: NewLink): Promise<{ outcome: InsertOutcome; link: Link }> {
    const row: Link = { ...link, ...derivedColumns(link), version: 1, deletedAtMs: null };
    const needsOneStatement = link.tags.length === 0 && link.externalId === null;
    const outcome = await this.#settle<InsertOutcome>('inserted', () =>
      needsOneStatement
        ? this.database.run((manager) => this.#insertRow(manager, row))
        : this.database.transaction((manager) => this.#insertAll(manager, row)),
    );
    return { outcome, link: row };
  }

  /** Deleted links are found too. */
  findByKey(key: string): Promise<Link | null> {
    return this.database.run((manager) => manager.findOneBy(Link, { key }));
  }

  findTarget(key: string): Promise<RedirectTarget | null> {
    return this.database.run((manager) =>
      manager.findOne(Link, { select: REDIRECT_TARGET_COLUMNS, where: { key } }),
    );
  }

  /** The oldest link to this destination that has these settings and a generated key. */
  findPlain(wanted: PlainLink): Promise<Link | null> {
    const { tags, title, externalId, validFromMs, expiresAtMs, ...columns } = wanted;
    return this.database.run((manager) =>
      manager.findOne(Link, {
        where: {
          ...columns,
          urlHash: hashOfUrl(wanted.url),
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

  /** Applies the change if the row still has the version of `current`, which the statement itself checks. */
  async update(
    current: Link,
    change: LinkChange,
    updatedAtMs: number,
  ): Promise<{ outcome: UpdateOutcome; link: Link }> {
    const changed = { ...current, ...change, updatedAtMs, version: current.version + 1 };
    const link: Link = { ...changed, ...derivedColumns(changed) };
    const outcome = await this.#settle<UpdateOutcome>('updated', () =>
      this.database.transaction(async (manager) => {
        await updateRow(manager, current, link);
        if (change.tags !== undefined) await replaceTags(manager, link);
        if (change.externalId !== undefined) await this.#replaceExternalId(manager, link);
      }),
    );
    return { outcome, link };
  }

  /** Leaves a tombstone, which knows the key and nothing more. Returns whether there was a live link. */
  delete(current: Link, deletedAtMs: number): Promise<UpdateOutcome> {
    const emptied = { ...current, url: '', title: null, tags: [], externalId: null };
    const version = current.version + 1;
    const tombstone: Link = {
      ...emptied,
      ...derivedColumns(emptied),
      deletedAtMs,
      updatedAtMs: deletedAtMs,
      version,
    };
    return this.#settle<UpdateOutcome>('updated', () =>
      this.database.transaction(async (manager) => {
        await updateRow(manager, current, tombstone);
        await replaceTags(manager, tombstone);
        await this.#replaceExternalId(manager, tombstone);
      }),
    );
  }

  async #insertAll(manager: EntityManager, link: Link): Promise<void> {
    await this.#insertRow(manager, link);
    await insertTags(manager, link);
    await this.#insertExternalId(manager, link);
  }

  #insertRow(manager: EntityManager, link: Link): Promise<void> {
    return this.#claim('key-taken', () => manager.insert(Link, link));
  }

  async #replaceExternalId(manager: EntityManager, link: Link): Promise<void> {
    await manager.delete(LinkExternalId, { linkId: link.id });
    await this.#insertExternalId(manager, link);
  }

  async #insertExternalId(manager: EntityManager, link: Link): Promise<void> {
    const { externalId, id: linkId } = link;
    if (externalId === null) return;
    await this.#claim('external-id-taken', () =>
      manager.insert(LinkExternalId, { externalId, linkId }),
    );
  }

  async #claim(taken: InsertOutcome, insert: () => Promise<unknown>): Promise<void> {
    try {
      await insert();
    } catch (error) {
      throw this.database.dialect.isDuplicateKey(error) ? new Refusal(taken) : error;
    }
  }

  /** A refusal travels as an error, so that it undoes its transaction, and ends here as a value. */
  async #settle<Outcome extends string>(
    success: Outcome,
    work: () => Promise<unknown>,
  ): Promise<Outcome> {
    try {
      await work();
      return success;
    } catch (error) {
      if (error instanceof Refusal) return error.outcome as Outcome;
      throw error;
    }
  }
}

class Refusal extends Error {
  constructor(readonly outcome: InsertOutcome | UpdateOutcome) {
    super(outcome);
  }
}

async function updateRow(manager: EntityManager, current: Link, link: Link): Promise<void> {
  const { id, version } = current;
  const { affected } = await manager.update(Link, { id, version, deletedAtMs: IsNull() }, link);
  if (affected !== 1) throw new Refusal('version-mismatch');
}

async function replaceTags(manager: EntityManager, link: Link): Promise<void> {
  await manager.delete(LinkTag, { linkId: link.id });
  await insertTags(manager, link);
}

async function insertTags(manager: EntityManager, link: Link): Promise<void> {
  if (link.tags.length === 0) return;
  await manager.insert(
    LinkTag,
    link.tags.map((tag) => ({ tag, linkId: link.id })),
  );
}
