import { Injectable } from '@nestjs/common';
import { CounterService } from '../counter/counter.service.js';
import { KeyService } from '../counter/key.service.js';
import type { Beside } from '../platform/database/beside.js';
import { Problem } from '../platform/errors/problem.js';
import { normalizeKey } from '../link/alias.js';
import { KeysTaken } from '../link/link-batch.js';
import { LinkBatchStore, type Outcome } from '../link/link-batch.store.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import type { NewLink } from '../link/new-link.js';
import type { LinkDraft } from './link-draft.js';

/** More aliases than this in a row where generated keys fall would be a defect, not bad luck. */
const MAX_TAKEN_KEYS = 1000;

/** A draft, and the key it is to have if somebody chose one. */
export interface AliasedDraft {
  readonly draft: LinkDraft;
  readonly alias?: string | null | undefined;
}

/** Finds new links their keys. Whether a key is free is never asked: the insert says. */
@Injectable()
export class LinkInserter {
  constructor(
    private readonly store: LinkStore,
    private readonly batches: LinkBatchStore,
    private readonly keys: KeyService,
    private readonly counter: CounterService,
  ) {}

  /** @throws Problem `alias-taken`, `external-id-taken`. */
  async insertOne(aliased: AliasedDraft, beside?: Beside<Link>): Promise<Link> {
    for (let attempt = 0; attempt < MAX_TAKEN_KEYS; attempt++) {
      const newLink = await this.#withKey(aliased);
      const link = await this.store.insert(newLink, beside);
      if (link !== undefined) return link;
      if (newLink.isAlias) throw new Problem('alias-taken');
    }
    throw tooManyTaken();
  }

  /** All that can be made, at once; each with its outcome, in order. */
  async insertMany(all: readonly AliasedDraft[], beside?: Beside<Outcome[]>): Promise<Outcome[]> {
    const newLinks: NewLink[] = [];
    for (const aliased of all) newLinks.push(await this.#withKey(aliased));
    for (let attempt = 0; attempt < MAX_TAKEN_KEYS; attempt++) {
      try {
        return await this.batches.insert(newLinks, beside);
      } catch (error) {
        if (!(error instanceof KeysTaken)) throw error;
        for (const newLink of newLinks.filter(({ id }) => error.ids.has(id))) {
          Object.assign(newLink, await this.keys.next());
        }
      }
    }
    throw tooManyTaken();
  }

  async #withKey({ draft, alias }: AliasedDraft): Promise<NewLink> {
    if (!alias) {
      const { id, key } = await this.keys.next();
      return { id, key, isAlias: false, ...draft };
    }
    const key = normalizeKey(alias);
    return { id: await this.counter.next(), key, isAlias: true, ...draft };
  }
}

function tooManyTaken(): Error {
  return new Error(`${MAX_TAKEN_KEYS} generated keys in a row were taken`);
}
