import { In, IsNull, type EntityManager } from 'typeorm';
import { chunk } from '../platform/database/chunk.js';
import type { Dialect } from '../platform/database/dialect.js';
import { Problem } from '../platform/errors/problem.js';
import { toStoredKeys } from './canonical-key.js';
import { Conflict, KeysTaken } from './link-conflicts.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { LinkTag } from './link-tag.entity.js';
import { Link } from './link.entity.js';

/** The columns of a link as the database stores them. */
export const LINK_VALUES: { readonly [C in keyof Link]: (link: Link) => unknown } = {
  id: ({ id }) => id,
  key: ({ key }) => key,
  isAlias: ({ isAlias }) => Number(isAlias),
  url: ({ url }) => url,
  urlHash: ({ urlHash }) => urlHash,
  title: ({ title }) => title,
  note: ({ note }) => note,
  tags: ({ tags }) => JSON.stringify(tags),
  externalId: ({ externalId }) => externalId,
  searchText: ({ searchText }) => searchText,
  redirectStatus: ({ redirectStatus }) => redirectStatus,
  cacheSeconds: ({ cacheSeconds }) => cacheSeconds,
  forwardQuery: ({ forwardQuery }) => Number(forwardQuery),
  validFromMs: ({ validFromMs }) => validFromMs,
  expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  disabled: ({ disabled }) => Number(disabled),
  maxClicks: ({ maxClicks }) => maxClicks,
  expiredUrl: ({ expiredUrl }) => expiredUrl,
  deletedAtMs: ({ deletedAtMs }) => deletedAtMs,
  createdAtMs: ({ createdAtMs }) => createdAtMs,
  updatedAtMs: ({ updatedAtMs }) => updatedAtMs,
  version: ({ version }) => version,
  apiKeyId: ({ apiKeyId }) => apiKeyId,
};
const COLUMNS = Object.keys(LINK_VALUES).map((name) => `\`${name}\``);
const ROW = `(${COLUMNS.map(() => '?').join(', ')})`;
const INSERT_LINKS = `INSERT INTO \`link\` (${COLUMNS.join(', ')}) VALUES `;
const INSERT_TAGS = 'INSERT INTO `link_tag` (`tag`, `linkId`, `createdAtMs`) VALUES ';
const TAG_ROW = '(?, ?, ?)';
const readers = Object.values(LINK_VALUES);

/** Inserts all or none. The SQL is written by hand, because TypeORM takes too long to build it. */
export async function insertLinks(manager: EntityManager, links: readonly Link[]): Promise<void> {
  await manager.query(
    INSERT_LINKS + links.map(() => ROW).join(', '),
    links.flatMap((link) => readers.map((read) => read(link))),
  );
}

/** By hand too: the largest bulk call has 50 000 of them. */
export async function insertTagRows(
  manager: EntityManager,
  rows: readonly LinkTag[],
): Promise<void> {
  for (const batch of chunk(rows)) {
    await manager.query(
      INSERT_TAGS + batch.map(() => TAG_ROW).join(', '),
      batch.flatMap(({ tag, linkId, createdAtMs }) => [tag, linkId, createdAtMs]),
    );
  }
}

export function toTagRows({ id: linkId, createdAtMs }: Link, tags: readonly string[]): LinkTag[] {
  return tags.map((tag) => ({ tag, linkId, createdAtMs }));
}

export class LinkRows {
  constructor(
    private readonly manager: EntityManager,
    private readonly dialect: Dialect,
  ) {}

  /** @throws KeysTaken, Problem `alias-taken`: also if the link that has the key is deleted. */
  insert(link: Link): Promise<void> {
    return this.#insertUnique(
      () => insertLinks(this.manager, [link]),
      () => (link.isAlias ? new Problem('alias-taken') : new KeysTaken(new Set([link.id]))),
    );
  }

  /**
   * Finds a link made before keys were canonical, of which there are no new ones to race with.
   * @throws Problem `alias-taken`.
   */
  async assertNoOtherSpelling({ key }: Link): Promise<void> {
    const others = toStoredKeys(key).filter((other) => other !== key);
    if (others.length === 0) return;
    if (await this.manager.existsBy(Link, { key: In(others) })) throw new Problem('alias-taken');
  }

  /** @throws Conflict when the row has another version than `current`, or is deleted. */
  async update(current: Link, link: Link): Promise<void> {
    const { id, version } = current;
    const unchanged = { id, version, deletedAtMs: IsNull() };
    const { affected } = await this.manager.update(Link, unchanged, link);
    if (affected !== 1) throw new Conflict();
  }

  async insertTags(link: Link, tags: readonly string[]): Promise<void> {
    await insertTagRows(this.manager, toTagRows(link, tags));
  }

  /** Deletes rows by their whole keys, because other searches lock the gaps between rows. */
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
    await this.#insertUnique(
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

  /** Does not look whether the key is free: the unique key decides. */
  async #insertUnique(insert: () => Promise<unknown>, toError: () => Error): Promise<void> {
    try {
      await insert();
    } catch (error) {
      throw this.dialect.isDuplicateKey(error) ? toError() : error;
    }
  }
}
