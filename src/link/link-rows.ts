import { In, IsNull, type EntityManager } from 'typeorm';
import type { Dialect } from '../platform/database/dialect.js';
import { Problem } from '../platform/errors/problem.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { insertLinks } from './link-insert.js';
import { LinkTag } from './link-tag.entity.js';
import { Link } from './link.entity.js';

/** The key is taken, or the version was left behind. Undoes the transaction that it is thrown in. */
class Conflict extends Error {}

/** The steps of a change to a link, over the row and the two tables that index it. */
export class LinkRows {
  constructor(
    private readonly manager: EntityManager,
    private readonly dialect: Dialect,
  ) {}

  /** @throws Refused when another link has the key, be it deleted. */
  insert(link: Link): Promise<void> {
    return this.#claim(
      () => insertLinks(this.manager, [link]),
      () => new Conflict(),
    );
  }

  /** @throws Refused when the row has another version than `current`, or is deleted. */
  async update(current: Link, link: Link): Promise<void> {
    const { id, version } = current;
    const unchanged = { id, version, deletedAtMs: IsNull() };
    const { affected } = await this.manager.update(Link, unchanged, link);
    if (affected !== 1) throw new Conflict();
  }

  async insertTags(link: Link, tags: string[]): Promise<void> {
    if (tags.length > 0) await this.manager.insert(LinkTag, tagRows(link, tags));
  }

  /** Deletes only rows that are there, by their whole key: looking for others locks the gaps between them. */
  async replaceTags(current: Link, link: Link): Promise<void> {
    const removed = current.tags.filter((tag) => !link.tags.includes(tag));
    const added = link.tags.filter((tag) => !current.tags.includes(tag));
    if (removed.length > 0)
      await this.manager.delete(LinkTag, { tag: In(removed), linkId: link.id });
    await this.insertTags(link, added);
  }

  /** @throws Problem `external-id-taken`. */
  async insertExternalId({ id: linkId, externalId }: Link): Promise<void> {
    if (externalId === null) return;
    const row = { externalId, linkId };
    await this.#claim(
      () => this.manager.insert(LinkExternalId, row),
      () => new Problem('external-id-taken'),
    );
  }

  /** @throws Problem `external-id-taken`. */
  async replaceExternalId(current: Link, link: Link): Promise<void> {
    const { externalId } = current;
    if (externalId === link.externalId) return;
    if (externalId !== null) await this.manager.delete(LinkExternalId, { externalId });
    await this.insertExternalId(link);
  }

  /** Whether it is free is not asked: the unique key decides. */
  async #claim(insert: () => Promise<unknown>, taken: () => Error): Promise<void> {
    try {
      await insert();
    } catch (error) {
      throw this.dialect.isDuplicateKey(error) ? taken() : error;
    }
  }
}

/** Of all tags of the link, or of some. */
export function tagRows({ id: linkId, createdAtMs, tags }: Link, some = tags): LinkTag[] {
  return some.map((tag) => ({ tag, linkId, createdAtMs }));
}

/** `undefined` for what is refused, else the link. */
export async function undefinedOnConflict(
  link: Link,
  work: () => Promise<void>,
): Promise<Link | undefined> {
  try {
    await work();
    return link;
  } catch (error) {
    if (error instanceof Conflict) return undefined;
    throw error;
  }
}
