import { In, type EntityManager } from 'typeorm';
import { chunk } from '../platform/database/chunk.js';
import type { Dialect } from '../platform/database/dialect.js';
import { insertIgnoringDuplicates } from '../platform/database/insert-ignoring-duplicates.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { insertLinks } from './link-insert.js';
import { tagRows } from './link-rows.js';
import { LinkTag } from './link-tag.entity.js';
import { Link } from './link.entity.js';

export type Refusal = 'alias-taken' | 'external-id-taken';

/** A generated key is somebody's alias. Undoes the transaction that it is thrown in. */
export class KeysTaken extends Error {
  constructor(readonly ids: ReadonlySet<number>) {
    super('generated keys are taken');
  }
}

/**
 * Makes many links in a transaction, as if one after the other: what one of them has taken, those behind it
 * do not get. Whether something is free is asked only to save work: the unique keys decide.
 */
export class LinkBatch {
  readonly #refusals = new Map<Link, Refusal>();
  readonly #takenKeys = new Set<string>();
  readonly #takenExternalIds = new Set<string>();

  constructor(
    private readonly manager: EntityManager,
    private readonly dialect: Dialect,
  ) {}

  /**
   * Returns those that could not be made, and why.
   * @throws KeysTaken.
   */
  async insert(links: readonly Link[]): Promise<ReadonlyMap<Link, Refusal>> {
    await this.#look(links);
    for (let open = links; open.length > 0;) {
      open = this.#refusing(open, 'alias-taken', ({ key }) => this.#takenKeys.has(key));
      const next = new Set(firstOfEach(open));
      open = open.filter((link) => !next.has(link));
      await this.#insert(
        this.#refusing([...next], 'external-id-taken', ({ externalId }) =>
          this.#takenExternalIds.has(externalId ?? ''),
        ),
      );
    }
    const made = links.filter((link) => !this.#refusals.has(link));
    await this.#insertTags(made);
    return this.#refusals;
  }

  async #look(links: readonly Link[]): Promise<void> {
    const aliases = links.filter(({ isAlias }) => isAlias).map(({ key }) => key);
    const externalIds = links.flatMap(({ externalId }) => externalId ?? []);
    for (const some of chunk(aliases)) {
      const found = await this.manager.find(Link, {
        select: { key: true },
        where: { key: In(some) },
      });
      for (const { key } of found) this.#takenKeys.add(key);
    }
    for (const some of chunk(externalIds)) {
      const found = await this.manager.findBy(LinkExternalId, { externalId: In(some) });
      for (const { externalId } of found) this.#takenExternalIds.add(externalId);
    }
  }

  /** Those that are left. */
  #refusing(
    links: readonly Link[],
    refusal: Refusal,
    isTaken: (link: Link) => boolean,
  ): readonly Link[] {
    this.#refuse(links.filter(isTaken), refusal);
    return links.filter((link) => !this.#refusals.has(link));
  }

  /** Links of which no two have a key or an external id in common. */
  async #insert(links: readonly Link[]): Promise<void> {
    const claiming = links.filter(({ externalId }) => externalId !== null);
    const unclaimed = await insertIgnoringDuplicates(this.dialect, claiming, (some) =>
      this.#claim(some),
    );
    this.#refuse(unclaimed, 'external-id-taken');
    const claimed = links.filter((link) => !this.#refusals.has(link));
    const taken = await insertIgnoringDuplicates(this.dialect, claimed, (some) =>
      insertLinks(this.manager, some),
    );
    const generated = taken.filter(({ isAlias }) => !isAlias);
    if (generated.length > 0) throw new KeysTaken(new Set(generated.map(({ id }) => id)));
    await this.#unclaim(taken);
    this.#refuse(taken, 'alias-taken');
    for (const { key, externalId } of links.filter((link) => !this.#refusals.has(link))) {
      this.#takenKeys.add(key);
      if (externalId !== null) this.#takenExternalIds.add(externalId);
    }
  }

  #refuse(links: readonly Link[], refusal: Refusal): void {
    for (const link of links) this.#refusals.set(link, refusal);
  }

  #claim(links: readonly Link[]): Promise<unknown> {
    const rows = links.map(({ id: linkId, externalId }) => ({
      linkId,
      externalId: externalId ?? '',
    }));
    return this.manager.insert(LinkExternalId, rows);
  }

  async #unclaim(links: readonly Link[]): Promise<void> {
    const externalIds = links.flatMap(({ externalId }) => externalId ?? []);
    if (externalIds.length === 0) return;
    await this.manager.delete(LinkExternalId, { externalId: In(externalIds) });
  }

  async #insertTags(links: readonly Link[]): Promise<void> {
    const tags = links.flatMap((link) => tagRows(link));
    for (const some of chunk(tags)) await this.manager.insert(LinkTag, some);
  }
}

function firstOfEach(links: readonly Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter(({ key, externalId }) => {
    const names =
      externalId === null ? [`key ${key}`] : [`key ${key}`, `external id ${externalId}`];
    const isFirst = names.every((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    return isFirst;
  });
}
