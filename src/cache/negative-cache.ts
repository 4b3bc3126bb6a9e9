import { LRUCache } from 'lru-cache';

/** Enough for what is asked for again and again, and little memory under a scan. */
const MAX_KEYS = 10_000;
const TTL_MS = 2_000;

/** Keys that nothing has, remembered for a moment, apart from those that something has: a scan pushes none out. */
export class NegativeCache {
  readonly #keys: LRUCache<string, number>;

  constructor(private readonly nowMs: () => number) {
    this.#keys = new LRUCache({ max: MAX_KEYS });
  }

  has(key: string): boolean {
    const untilMs = this.#keys.get(key);
    return untilMs !== undefined && this.nowMs() < untilMs;
  }

  /** @param readAtMs before it was looked for. */
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
