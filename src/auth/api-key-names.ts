import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { In } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { ApiKey } from './api-key.entity.js';
import { RevokedApiKey } from './revoked-api-key.entity.js';

const MAX_NAMES = 10_000;
/** A name that was changed in the table by hand shows after this time. */
const TTL_MS = 60_000;

export interface NamedApiKey {
  readonly id: string;
  readonly name: string;
}

/** Finds the names of API keys, also of revoked ones. */
@Injectable()
export class ApiKeyNames {
  readonly #cache = new LRUCache<string, { readonly found: NamedApiKey | null }>({
    max: MAX_NAMES,
    ttl: TTL_MS,
  });

  constructor(private readonly database: Database) {}

  async get(id: string): Promise<NamedApiKey | null> {
    return (await this.getMany([id])).get(id) ?? null;
  }

  /** Keys that were revoked before their names were kept are not in the result. */
  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, NamedApiKey>> {
    const named = new Map<string, NamedApiKey>();
    const unread: string[] = [];
    for (const id of new Set(ids)) {
      const cached = this.#cache.get(id);
      if (cached === undefined) unread.push(id);
      else if (cached.found !== null) named.set(id, cached.found);
    }
    for (const apiKey of await this.#read(unread)) named.set(apiKey.id, apiKey);
    for (const id of unread) this.#cache.set(id, { found: named.get(id) ?? null });
    return named;
  }

  /** Looks for revoked keys last: a key that is revoked meanwhile is found in one of the tables. */
  async #read(ids: readonly string[]): Promise<NamedApiKey[]> {
    const found = await this.#select(ApiKey, ids);
    const missing = ids.filter((id) => !found.some((apiKey) => apiKey.id === id));
    return [...found, ...(await this.#select(RevokedApiKey, missing))];
  }

  async #select(
    entity: typeof ApiKey | typeof RevokedApiKey,
    ids: readonly string[],
  ): Promise<NamedApiKey[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read((manager) =>
      manager.find<NamedApiKey>(entity, {
        select: { id: true, name: true },
        where: { id: In(ids) },
      }),
    );
    return rows.map(({ id, name }) => ({ id, name }));
  }
}
