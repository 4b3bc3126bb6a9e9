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

/** What another instance asks for: a key by its hash, and whether one of the ids is revoked. */
export interface KeyQuery {
  readonly hashPrefix: string;
  readonly hash: string;
  readonly ids: readonly string[];
}

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
  /** Ids, and the hashes of keys that were in memory. */
  readonly #revoked = new LRUCache<string, true>({ max: MAX_KEYS });

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

  /**
   * What is known of a key without a lease. It may have been revoked since the lease ended, at most
   * `CACHE_MAX_STALE_SECONDS` ago. One that is known to be revoked stays so.
   */
  getInOutage({ hashPrefix, hash, ids }: KeyQuery): ApiKey | 'revoked' | undefined {
    if ([hash, ...ids].some((known) => this.#revoked.has(known))) return 'revoked';
    const nowMs = this.clock.nowMs();
    const cached = this.#cache.get(hashPrefix);
    if (cached === undefined || !this.lease.allowsStale(nowMs)) return undefined;
    if (nowMs >= cached.freshUntilMs + this.lease.maxStaleMs) return undefined;
    const apiKey = findMatch(cached.candidates, hash) ?? undefined;
    return apiKey !== undefined && this.isRevoked(apiKey) ? 'revoked' : apiKey;
  }

  isRevoked({ id, parentId }: ApiKey): boolean {
    return this.#revoked.has(id) || (parentId !== null && this.#revoked.has(parentId));
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
    this.#revoked.set(apiKeyId, true);
    for (const [hashPrefix, { candidates }] of revoked) {
      this.#cache.delete(hashPrefix);
      for (const apiKey of candidates) {
        if (this.isRevoked(apiKey)) this.#revoked.set(apiKey.hash, true);
      }
    }
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
