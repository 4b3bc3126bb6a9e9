import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SingleFlight, type Flight } from '../cache/single-flight.js';
import { UnknownKeys } from '../cache/unknown-keys.js';
import { Clock } from '../cluster/clock.js';
import { Lease } from '../cluster/lease.js';
import type { Participant } from '../cluster/participants.js';
import type { Subject } from '../cluster/subject.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';
import { hashSecretKey, isSameHash } from './secret-key.js';

/** A few megabytes. */
const MAX_KEYS = 10_000;
/** A second line of defence, also against who changes the table by hand. A hit does not renew it. */
const TTL_MS = 60_000;

/** Rows that have the same lookup: one as good as always. */
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
export class ApiKeyCache implements Participant {
  readonly #memory = new LRUCache<string, Remembered>({ max: MAX_KEYS });
  /** Apart, so that guesses push out no key. */
  readonly #unknown: UnknownKeys;
  readonly #flights = new SingleFlight<string, readonly ApiKey[]>();

  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Clock,
    private readonly lease: Lease,
  ) {
    this.#unknown = new UnknownKeys(() => clock.nowMs());
  }

  /** From memory, be it expired; `null` if there is no such key, `undefined` if only the database can tell. */
  peek(secret: string): ApiKey | null | undefined {
    const nowMs = this.clock.nowMs();
    if (!this.lease.isCurrent(nowMs)) return undefined;
    const { lookup, hash } = hashSecretKey(secret);
    if (this.#unknown.has(lookup)) return null;
    const remembered = this.#memory.get(lookup);
    if (remembered === undefined || nowMs >= remembered.freshUntilMs) return undefined;
    return matching(remembered.candidates, hash);
  }

  /**
   * From the database, once for all who ask meanwhile. `null` if there is no such key.
   * @throws Problem `database-unavailable`.
   */
  async read(secret: string): Promise<ApiKey | null> {
    const { lookup, hash } = hashSecretKey(secret);
    // What others began to read before we asked may be older than a change that was kept from us.
    const hasLease = this.lease.isCurrent(this.clock.nowMs());
    if (!hasLease) await this.#flights.current(lookup)?.catch(() => null);
    const candidates = await this.#flights.run(lookup, (flight) => this.#load(lookup, flight));
    return matching(candidates, hash);
  }

  joined(): void {
    this.#flights.forgetAll();
    this.#unknown.clear();
    this.#memory.clear();
  }

  invalidated({ apiKeyId }: Subject): void {
    if (apiKeyId === null) return;
    // Which of them will bring the key nobody knows yet.
    this.#flights.forgetAll();
    const isAbout = ({ candidates }: Remembered): boolean =>
      candidates.some(({ id }) => id === apiKeyId);
    const lookups = [...this.#memory].filter(([, remembered]) => isAbout(remembered));
    for (const [lookup] of lookups) this.#memory.delete(lookup);
  }

  async #load(lookup: string, flight: Flight): Promise<readonly ApiKey[]> {
    const startedAtMs = this.clock.nowMs();
    const candidates = await this.store.findByLookup(lookup);
    if (flight.isForgotten) return candidates;
    if (candidates.length === 0) this.#unknown.add(lookup, startedAtMs);
    else this.#memory.set(lookup, { candidates, freshUntilMs: startedAtMs + TTL_MS });
    return candidates;
  }
}

function matching(candidates: readonly ApiKey[], hash: string): ApiKey | null {
  return candidates.find((candidate) => isSameHash(candidate.hash, hash)) ?? null;
}
