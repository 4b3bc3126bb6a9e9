import { In, type EntityManager } from 'typeorm';
import { chunk } from '../platform/database/chunk.js';
import type { Dialect } from '../platform/database/dialect.js';
import { insertIgnoringDuplicates } from '../platform/database/insert-ignoring-duplicates.js';
import { toCanonicalKey, toStoredKeys } from './canonical-key.js';
import { KeysTaken } from './link-conflicts.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { insertLinks, insertTagRows, toTagRows } from './link-rows.js';
import { Link } from './link.entity.js';

export type Refusal = 'alias-taken' | 'external-id-taken';

/** Inserts many links as if one after the other. Lookups only save work: the unique keys decide. */
export class LinkBatch {
  readonly #refusals = new Map<Link, Refusal>();
  readonly #takenKeys = new Set<string>();
  readonly #takenExternalIds = new Set<string>();

  constructor(
    private readonly manager: EntityManager,
    private readonly dialect: Dialect,
  ) {}

  /** Returns the links that could not be inserted, and why. Throws KeysTaken. */
  async insert(links: readonly Link[]): Promise<ReadonlyMap<Link, Refusal>> {
    await this.#findTaken(links);
    for (let open = links; open.length > 0;) {
      open = this.#refuseTaken(open, 'alias-taken', ({ key }) => this.#takenKeys.has(key));
      const next = new Set(withoutRepetitions(open));
      open = open.filter((link) => !next.has(link));
      await this.#insert(
        this.#refuseTaken([...next], 'external-id-taken', ({ externalId }) =>
          this.#takenExternalIds.has(externalId ?? ''),
        ),
      );
    }
    await this.#insertTags(links.filter((link) => !this.#refusals.has(link)));
    return this.#refusals;
  }

  async #findTaken(links: readonly Link[]): Promise<void> {
    const aliases = links.filter(({ isAlias }) => isAlias).map(({ key }) => key);
    const externalIds = links.flatMap(({ externalId }) => externalId ?? []);
    for (const batch of chunk(aliases.flatMap(toStoredKeys))) {
      const found = await this.manager.find(Link, {
        select: { key: true },
        where: { key: In(batch) },
      });
      for (const { key } of found) this.#takenKeys.add(toCanonicalKey(key));
    }
    for (const batch of chunk(externalIds)) {
      const found = await this.manager.findBy(LinkExternalId, { externalId: In(batch) });
      for (const { externalId } of found) this.#takenExternalIds.add(externalId);
    }
  }

  #refuseTaken(
    links: readonly Link[],
    refusal: Refusal,
    isTaken: (link: Link) => boolean,
  ): readonly Link[] {
    this.#refuse(links.filter(isTaken), refusal);
    return links.filter((link) => !this.#refusals.has(link));
  }

  /** @param links no two of which have a key or an external id in common. */
  async #insert(links: readonly Link[]): Promise<void> {
    const claiming = links.filter(({ externalId }) => externalId !== null);
    const unclaimed = await insertIgnoringDuplicates(this.dialect, claiming, (batch) =>
      this.#claim(batch),
    );
    this.#refuse(unclaimed, 'external-id-taken');
    const claimed = links.filter((link) => !this.#refusals.has(link));
    const taken = await insertIgnoringDuplicates(this.dialect, claimed, (batch) =>
      insertLinks(this.manager, batch),
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
    const tags = links.flatMap((link) => toTagRows(link, link.tags));
    await insertTagRows(this.manager, tags);
  }
}

function withoutRepetitions(links: readonly Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter(({ key, externalId }) => {
    const names =
      externalId === null ? [`key ${key}`] : [`key ${key}`, `external id ${externalId}`];
    const isFirst = names.every((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    return isFirst;
  });
}
