import type { StoredData } from 'keyv';
import { LRUCache } from 'lru-cache';
import type { Redirect } from '../link/redirect.js';
import type { Flight } from './single-flight.js';

export interface CachedLink {
  readonly redirect: Redirect;
  /** A hit does not extend this time. */
  readonly freshUntilMs: number;
  readonly flight: Flight;
}

type Entry = StoredData<CachedLink> & { value: CachedLink };

/** Implements Keyv's interface. `set` ignores links that may be older than a change. */
export class LruStore {
  readonly opts = {};
  readonly #entries: LRUCache<string, Entry>;
  #evictionCount = 0;

  constructor(maxLinksCount: number) {
    this.#entries = new LRUCache({
      max: maxLinksCount,
      dispose: (_entry, _key, reason) => {
        if (reason === 'evict') this.#evictionCount++;
      },
    });
  }

  getSync(key: string): CachedLink | undefined {
    return this.#entries.get(key)?.value;
  }

  get size(): number {
    return this.#entries.size;
  }

  get evictionCount(): number {
    return this.#evictionCount;
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.#entries.get(key) as StoredData<Value> | undefined;
  }

  set(key: string, entry: Entry): void {
    if (!entry.value.flight.isInvalidated) this.#entries.set(key, entry);
  }

  async delete(key: string): Promise<boolean> {
    return this.#entries.delete(key);
  }

  async clear(): Promise<void> {
    this.#entries.clear();
  }
}
