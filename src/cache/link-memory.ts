import type { StoredData } from 'keyv';
import { LRUCache } from 'lru-cache';
import type { RedirectTarget } from '../link/redirect-target.js';

/** A link as it was read, and how many invalidations there had been when the reading began. */
export interface CachedTarget {
  readonly target: RedirectTarget;
  readonly readAt: number;
}

type Entry = StoredData<CachedTarget> & { value: CachedTarget };

/**
 * The bounded store under the cache: the least recently used link makes room. It refuses what was read
 * before an invalidation, since that reading may have seen the link as it was before the change.
 */
export class LinkMemory {
  readonly opts = {};
  readonly #entries: LRUCache<string, Entry>;
  #invalidationCount = 0;

  constructor(maxLinksCount: number) {
    this.#entries = new LRUCache({ max: maxLinksCount });
  }

  get invalidationCount(): number {
    return this.#invalidationCount;
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.#entries.get(key) as StoredData<Value> | undefined;
  }

  set(key: string, entry: Entry): void {
    if (entry.value.readAt === this.#invalidationCount) this.#entries.set(key, entry);
  }

  async delete(key: string): Promise<boolean> {
    this.#invalidationCount++;
    return this.#entries.delete(key);
  }

  async clear(): Promise<void> {
    this.#invalidationCount++;
    this.#entries.clear();
  }
}
