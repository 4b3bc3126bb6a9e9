import { Injectable } from '@nestjs/common';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { Config } from '../config/config.js';
import type { RedirectTarget } from '../link/redirect-target.js';
import { LinkMemory, type CachedTarget } from './link-memory.js';
import { SingleFlight } from './single-flight.js';

/**
 * The links that this instance was asked for lately. A link is read again `CACHE_TTL_SECONDS` after it
 * was read, however often it was hit. Keys that no link has are not remembered.
 */
@Injectable()
export class LinkCache {
  readonly #memory: LinkMemory;
  readonly #cache: Cache;
  readonly #flights = new SingleFlight<string, RedirectTarget | null>();

  constructor(config: Config) {
    this.#memory = new LinkMemory(config.cacheMaxLinksCount);
    const store = new Keyv<CachedTarget>({ store: this.#memory, useKeyPrefix: false });
    // Values stay the objects they are.
    store.serialize = undefined;
    store.deserialize = undefined;
    this.#cache = createCache({ stores: [store], ttl: config.cacheTtlSeconds * 1000 });
  }

  /** From memory, else from `load`, which runs once however many ask meanwhile. */
  async resolve(
    key: string,
    load: () => Promise<RedirectTarget | null>,
  ): Promise<RedirectTarget | null> {
    const cached = await this.#cache.get<CachedTarget>(key);
    return cached?.target ?? this.#flights.run(key, () => this.#fill(key, load));
  }

  /** To be awaited behind each change of a link, before anybody is told of it. */
  async invalidate(key: string): Promise<void> {
    this.#flights.forget(key);
    await this.#cache.del(key);
  }

  async #fill(
    key: string,
    load: () => Promise<RedirectTarget | null>,
  ): Promise<RedirectTarget | null> {
    const readAt = this.#memory.invalidationCount;
    const target = await load();
    if (target !== null) await this.#cache.set<CachedTarget>(key, { target, readAt });
    return target;
  }
}
