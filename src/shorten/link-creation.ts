import { Injectable } from '@nestjs/common';
import { CounterService } from '../counter/counter.service.js';
import { KeyService } from '../counter/key.service.js';
import { Problem } from '../errors/problem.js';
import { normalizeKey } from '../link/alias.js';
import { LinkStore, type NewLink } from '../link/link.store.js';
import type { Link } from '../link/link.entity.js';

/** More aliases than this in a row where generated keys fall would be a defect, not bad luck. */
const MAX_TAKEN_KEYS = 1000;

type Content = Omit<NewLink, 'id' | 'key' | 'isAlias'>;

/** Finds a new link its key. Whether a key is free is never asked: the insert says. */
@Injectable()
export class LinkCreation {
  constructor(
    private readonly store: LinkStore,
    private readonly keys: KeyService,
    private readonly counter: CounterService,
  ) {}

  /** @throws Problem `alias-taken`, `external-id-taken`. */
  async underAlias(alias: string, content: Content): Promise<Link> {
    const key = normalizeKey(alias);
    const id = await this.counter.next();
    const link = await this.store.insert({ ...content, id, key, isAlias: true });
    if (link === undefined) throw new Problem('alias-taken');
    return link;
  }

  /** @throws Problem `external-id-taken`. */
  async underGeneratedKey(content: Content): Promise<Link> {
    for (let attempt = 0; attempt < MAX_TAKEN_KEYS; attempt++) {
      const key = await this.keys.next();
      const link = await this.store.insert({ ...content, ...key, isAlias: false });
      if (link !== undefined) return link;
    }
    throw new Error(`${MAX_TAKEN_KEYS} generated keys in a row were taken`);
  }
}
