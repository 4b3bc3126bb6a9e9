import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SingleFlight, type Flight } from '../cache/single-flight.js';
import { NegativeCache } from '../cache/negative-cache.js';
import { Clock } from '../platform/background/clock.js';
import { Lease } from '../cluster/lease.js';
import type { InvalidationListener } from '../cluster/invalidation-listeners.js';
import type { InvalidationTarget } from '../cluster/invalidation-target.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';
import { hashSecretKey, isSameHash } from './secret-key.js';

/** A few megabytes. */
const MAX_KEYS = 10_000;
/** A second line of defence, also against who changes the table by hand. A hit does not renew it. */
const TTL_MS = 60_000;

/** Rows that have the same hashPrefix: one as good as always. */
interface Remembered {
  readonly candidates: readonly ApiKey[];
  readonly freshUntilMs: number;
}

/**
 * The keys that this instance was asked for lately, and for a moment what was none. Without a lease it
 * relies on nothing that it remembers: a key that was revoked is not to let anybody in, so who cannot ask
 * the database says so.
 */
@Injectable()
export class ApiKeyCache implements InvalidationListener {
  readonly #memory = new LRUCache<string, Remembered>({ max: MAX_KEYS });
  /** Apart, so that guesses push out no key. */
  readonly #unknown: NegativeCache;
  readonly #flights = new SingleFlight<string, readonly ApiKey[]>();

  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Clock,
    private readonly lease: Lease,
  ) {
    this.#unknown = new NegativeCache(() => clock.nowMs());
  }

  /** From memory, be it expired; `null` if there is no such key, `undefined` if only the database can tell. */
  getSync(secret: string): ApiKey | null | undefined {
    const nowMs = this.clock.nowMs();
    if (!this.lease.isCurrent(nowMs)) return undefined;
    const { hashPrefix, hash } = hashSecretKey(secret);
    if (this.#unknown.has(hashPrefix)) return null;
    const remembered = this.#memory.get(hashPrefix);
    if (remembered === undefined || nowMs >= remembered.freshUntilMs) return undefined;
    return matching(remembered.candidates, hash);
  }

  /**
   * From the database, once for all who ask meanwhile. `null` if there is no such key.
   * @throws Problem `database-unavailable`.
   */
  async read(secret: string): Promise<ApiKey | null> {
    const { hashPrefix, hash } = hashSecretKey(secret);
    // What others began to read before we asked may be older than a change that was kept from us.
    const hasLease = this.lease.isCurrent(this.clock.nowMs());
    if (!hasLease) await this.#flights.current(hashPrefix)?.catch(() => null);
    const candidates = await this.#flights.run(hashPrefix, (flight) =>
      this.#load(hashPrefix, flight),
    );
    return matching(candidates, hash);
  }

  onJoin(): void {
    this.#flights.invalidateAll();
    this.#unknown.clear();
    this.#memory.clear();
  }

  onInvalidate({ apiKeyId }: InvalidationTarget): void {
    if (apiKeyId === null) return;
    // Which of them will bring the key nobody knows yet.
    this.#flights.invalidateAll();
    const isAbout = ({ candidates }: Remembered): boolean =>
      candidates.some(({ id }) => id === apiKeyId);
    const hashPrefixes = [...this.#memory].filter(([, remembered]) => isAbout(remembered));
    for (const [hashPrefix] of hashPrefixes) this.#memory.delete(hashPrefix);
  }

  async #load(hashPrefix: string, flight: Flight): Promise<readonly ApiKey[]> {
    const startedAtMs = this.clock.nowMs();
    const candidates = await this.store.findByHashPrefix(hashPrefix);
    if (flight.isInvalidated) return candidates;
    if (candidates.length === 0) this.#unknown.add(hashPrefix, startedAtMs);
    else this.#memory.set(hashPrefix, { candidates, freshUntilMs: startedAtMs + TTL_MS });
    return candidates;
  }
}

function matching(candidates: readonly ApiKey[], hash: string): ApiKey | null {
  return candidates.find((candidate) => isSameHash(candidate.hash, hash)) ?? null;
}
