import { LRUCache } from 'lru-cache';

/** Enough for unknown keys that are requested repeatedly, and little memory under a scan. */
const MAX_KEYS = 10_000;
const TTL_MS = 2_000;

/** Remembers unknown keys for a short time, apart from the links, so that a scan evicts no link. */
export class NegativeCache {
  readonly #keys: LRUCache<string, number>;

  constructor(private readonly nowMs: () => number) {
    this.#keys = new LRUCache({ max: MAX_KEYS });
  }

  has(key: string): boolean {
    const untilMs = this.#keys.get(key);
    return untilMs !== undefined && this.nowMs() < untilMs;
  }

  /** @param readAtMs the time before the read. */
  add(key: string, readAtMs: number): void {
    this.#keys.set(key, readAtMs + TTL_MS);
  }

  delete(key: string): void {
    this.#keys.delete(key);
  }

  clear(): void {
    this.#keys.clear();
  }
}
