import { Injectable } from '@nestjs/common';
import type { Transaction } from '../cluster/unit-of-work.js';
import { CounterService } from '../counter/counter.service.js';
import { KeyService } from '../counter/key.service.js';
import { toCanonicalKey } from '../link/canonical-key.js';
import { KeysTaken } from '../link/link-conflicts.js';
import type { NewLink } from '../link/link-fields.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore, type Outcome } from '../link/link.store.js';
import { ReportedLinks } from '../link/reported-links.js';
import type { LinkDraft } from './link-draft.js';

/** If more generated keys than this are aliases in a row, there is a defect. */
const MAX_TAKEN_KEYS = 1000;

/** Inserts drafts under new keys. It does not look whether a key is free: the insert fails if not. */
@Injectable()
export class LinkInserter {
  constructor(
    private readonly links: LinkStore,
    private readonly keys: KeyService,
    private readonly counter: CounterService,
    private readonly reported: ReportedLinks,
  ) {}

  /** Inserts a draft for which `isSingleInsert` holds. */
  async insertPlain(draft: LinkDraft): Promise<Link> {
    const newLink = await this.#assignKey(draft);
    return this.#withFreeKeys([newLink], () => this.links.insertPlain(newLink));
  }

  /**
   * Runs a unit of work that inserts the draft, and again with a new key if the generated one is taken.
   * Keys are generated outside the transaction, since that may need the database.
   * @throws what the work throws, and Problem `alias-taken`, `external-id-taken`.
   */
  async insertOne<T>(
    draft: LinkDraft,
    work: (insert: (tx: Transaction) => Promise<Link>) => Promise<T>,
  ): Promise<T> {
    const newLink = await this.#assignKey(draft);
    const named = { key: draft.alias, externalId: newLink.externalId };
    return this.reported.beforeRefusal(named, () =>
      this.#withFreeKeys([newLink], () => work((tx) => this.links.insert(tx, newLink))),
    );
  }

  /** The same for many drafts, each of which has an outcome of its own, in order. */
  async insertMany<T>(
    drafts: readonly LinkDraft[],
    work: (insert: (tx: Transaction) => Promise<Outcome[]>) => Promise<T>,
  ): Promise<T> {
    const newLinks: NewLink[] = [];
    for (const draft of drafts) newLinks.push(await this.#assignKey(draft));
    let outcomes: Outcome[] = [];
    const result = await this.#withFreeKeys(newLinks, () =>
      work(async (tx) => (outcomes = await this.links.insertMany(tx, newLinks))),
    );
    const refused = newLinks.filter((_, index) => outcomes[index] === 'external-id-taken');
    await this.reported.awaitExternalIds(refused.flatMap(({ externalId }) => externalId ?? []));
    return result;
  }

  async #withFreeKeys<T>(newLinks: readonly NewLink[], work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; attempt < MAX_TAKEN_KEYS; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof KeysTaken)) throw error;
        for (const newLink of newLinks.filter(({ id }) => error.ids.has(id))) {
          Object.assign(newLink, await this.keys.next());
        }
      }
    }
    throw new Error(`${MAX_TAKEN_KEYS} generated keys in a row were taken`);
  }

  async #assignKey({ fields, alias }: LinkDraft): Promise<NewLink> {
    if (!alias) {
      const { id, key } = await this.keys.next();
      return { id, key, isAlias: false, ...fields };
    }
    const key = toCanonicalKey(alias);
    return { id: await this.counter.next(), key, isAlias: true, ...fields };
  }
}
