import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SingleFlight, type Flight } from '../cache/single-flight.js';
import { NegativeCache } from '../cache/negative-cache.js';
import { BootTimeClock } from '../platform/background/boot-time-clock.js';
import { Lease } from '../cluster/lease.js';
import type { InvalidationListener } from '../cluster/invalidation-listeners.js';
import type { InvalidationTarget } from '../cluster/invalidation-target.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';
import { hashSecretKey, isSameHash } from './api-key.js';

const MAX_KEYS = 10_000;
/** Limits the age of a cached key even if the table is edited by hand. A hit does not extend it. */
const TTL_MS = 60_000;

interface CachedKeys {
  readonly candidates: readonly ApiKey[];
  readonly freshUntilMs: number;
}

/** Needs a current lease, because without one this instance may have missed a revocation. */
@Injectable()
export class ApiKeyCache implements InvalidationListener {
  readonly #cache = new LRUCache<string, CachedKeys>({ max: MAX_KEYS });
  /** Separate, so that guessed secrets cannot evict keys. */
  readonly #unknown: NegativeCache;
  readonly #flights = new SingleFlight<string, readonly ApiKey[]>();

  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: BootTimeClock,
    private readonly lease: Lease,
  ) {
    this.#unknown = new NegativeCache(() => clock.nowMs());
  }

  /** Returns `null` if there is no such key, and `undefined` if only the database can answer. */
  getSync(secret: string): ApiKey | null | undefined {
    const nowMs = this.clock.nowMs();
    if (!this.lease.isCurrent(nowMs)) return undefined;
    const { hashPrefix, hash } = hashSecretKey(secret);
    if (this.#unknown.has(hashPrefix)) return null;
    const cached = this.#cache.get(hashPrefix);
    if (cached === undefined || nowMs >= cached.freshUntilMs) return undefined;
    return findMatch(cached.candidates, hash);
  }

  /** Concurrent callers share one query. Throws Problem `database-unavailable`. */
  async read(secret: string): Promise<ApiKey | null> {
    const { hashPrefix, hash } = hashSecretKey(secret);
    // Without a lease, a read that started earlier may be older than a revocation.
    const hasLease = this.lease.isCurrent(this.clock.nowMs());
    if (!hasLease) await this.#flights.current(hashPrefix)?.catch(() => null);
    const candidates = await this.#flights.run(hashPrefix, (flight) =>
      this.#load(hashPrefix, flight),
    );
    return findMatch(candidates, hash);
  }

  onJoin(): void {
    this.#flights.invalidateAll();
    this.#unknown.clear();
    this.#cache.clear();
  }

  onInvalidate({ apiKeyId }: InvalidationTarget): void {
    if (apiKeyId === null) return;
    // A read in progress may return the revoked key or a session of it, so all of them are invalidated.
    this.#flights.invalidateAll();
    // A secret that an operator chose may have been tried before it was valid.
    this.#unknown.clear();
    const revoked = [...this.#cache].filter(([, { candidates }]) =>
      candidates.some(({ id, parentId }) => id === apiKeyId || parentId === apiKeyId),
    );
    for (const [hashPrefix] of revoked) this.#cache.delete(hashPrefix);
  }

  async #load(hashPrefix: string, flight: Flight): Promise<readonly ApiKey[]> {
    const startedAtMs = this.clock.nowMs();
    const candidates = await this.store.findByHashPrefix(hashPrefix);
    if (flight.isInvalidated) return candidates;
    if (candidates.length === 0) this.#unknown.add(hashPrefix, startedAtMs);
    else this.#cache.set(hashPrefix, { candidates, freshUntilMs: startedAtMs + TTL_MS });
    return candidates;
  }
}

function findMatch(candidates: readonly ApiKey[], hash: string): ApiKey | null {
  return candidates.find((candidate) => isSameHash(candidate.hash, hash)) ?? null;
}
