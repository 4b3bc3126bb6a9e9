import { Injectable } from '@nestjs/common';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { Clock } from '../cluster/clock.js';
import type { Report } from '../cluster/instance.entity.js';
import { Lease } from '../cluster/lease.js';
import type { Participant } from '../cluster/participants.js';
import type { Subject } from '../cluster/subject.js';
import { Config } from '../config/config.js';
import { KeyService } from '../counter/key.service.js';
import { Problem } from '../errors/problem.js';
import type { Redirect } from '../link/redirect.js';
import { LinkMemory, type CachedLink } from './link-memory.js';
import { SingleFlight, type Flight } from './single-flight.js';
import { UnknownKeys } from './unknown-keys.js';

/** A link that memory has too, if an older copy of it, is not waited for any longer. */
const READ_AGAIN_WITHIN_MS = 500;
const TOO_LATE = Symbol('too late');

type Load = () => Promise<Redirect | null>;

/**
 * The links that this instance was asked for lately, the same here as in every other instance. What is in
 * memory is served while the lease says that nobody's change was kept from us; a link is read again
 * `CACHE_TTL_SECONDS` after it was read, however often it was hit.
 */
@Injectable()
export class LinkCache implements Participant {
  readonly #memory: LinkMemory;
  readonly #cache: Cache;
  readonly #flights = new SingleFlight<string, Redirect | null>();
  readonly #unknown: UnknownKeys;
  readonly #ttlMs: number;
  #hitCount = 0;
  #missCount = 0;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly lease: Lease,
    private readonly keys: KeyService,
  ) {
    this.#ttlMs = config.cacheTtlSeconds * 1000;
    this.#unknown = new UnknownKeys(() => clock.nowMs());
    this.#memory = new LinkMemory(config.cacheMaxLinksCount);
    const store = new Keyv<CachedLink>({ store: this.#memory, useKeyPrefix: false });
    // Values stay the objects they are.
    store.serialize = undefined;
    store.deserialize = undefined;
    this.#cache = createCache({ stores: [store] });
  }

  /** From memory, at once, or `undefined`. Whoever uses it counts the hit. */
  peek(key: string): Redirect | undefined {
    const cached = this.#memory.getNow(key);
    if (cached === undefined || !this.#mayServe(cached, this.clock.nowMs())) return undefined;
    return cached.redirect;
  }

  countHit(): void {
    this.#hitCount++;
  }

  /**
   * From memory, else from `load`, which runs once however many ask meanwhile. An older copy is the answer
   * while the database is away, for as long as that is allowed.
   */
  async resolve(key: string, load: Load): Promise<Redirect | null> {
    const cached = await this.#cache.get<CachedLink>(key);
    const nowMs = this.clock.nowMs();
    if (cached !== undefined && this.#mayServe(cached, nowMs)) {
      this.#hitCount++;
      return cached.redirect;
    }
    if (this.lease.isCurrent(nowMs) && this.#unknown.has(key)) {
      this.#hitCount++;
      return null;
    }
    this.#missCount++;
    const reading = this.#read(key, load);
    return cached === undefined ? reading : this.#inTime(reading, key, cached);
  }

  async joined(): Promise<void> {
    this.#flights.forgetAll();
    this.#unknown.clear();
    await this.#cache.clear();
  }

  async invalidated({ linkKey }: Subject): Promise<void> {
    if (linkKey === null) {
      this.#unknown.clear();
      return;
    }
    this.#flights.forget(linkKey);
    this.#unknown.delete(linkKey);
    await this.#cache.del(linkKey);
  }

  report(): Report {
    return {
      cacheSize: this.#memory.size,
      cacheHits: this.#hitCount,
      cacheMisses: this.#missCount,
      cacheEvictions: this.#memory.evictionCount,
    };
  }

  #mayServe({ freshUntilMs }: CachedLink, nowMs: number): boolean {
    const isFresh = nowMs < freshUntilMs && this.lease.isCurrent(nowMs);
    return isFresh || this.lease.isCutOff(nowMs);
  }

  /**
   * What others began to look for before we asked is as good as our own reading, unless a change behind it
   * may have been kept from us: without a lease, or when a leased key comes to life.
   */
  async #read(key: string, load: Load): Promise<Redirect | null> {
    const isTold = this.lease.isCurrent(this.clock.nowMs());
    const found = await this.#flights.current(key);
    const isKnown = found || (found === null && !this.keys.mayBeGiven(key));
    if (isTold && isKnown) return found;
    return this.#flights.run(key, (flight) => this.#fill(key, load, flight));
  }

  async #fill(key: string, load: Load, flight: Flight): Promise<Redirect | null> {
    const startedAtMs = this.clock.nowMs();
    const redirect = await load();
    if (redirect !== null) {
      const freshUntilMs = startedAtMs + this.#ttlMs;
      await this.#cache.set<CachedLink>(key, { redirect, freshUntilMs, flight });
    } else if (!flight.isForgotten && !this.keys.mayBeGiven(key)) {
      this.#unknown.add(key, startedAtMs);
    }
    return redirect;
  }

  async #inTime(
    reading: Promise<Redirect | null>,
    key: string,
    old: CachedLink,
  ): Promise<Redirect | null> {
    const late = this.clock.sleep(READ_AGAIN_WITHIN_MS).then(() => TOO_LATE);
    const answer = await Promise.race([reading.catch(lateIfAway), late]);
    if (answer !== TOO_LATE) return answer as Redirect | null;
    const isStillThere = this.#memory.getNow(key) === old;
    return isStillThere && this.lease.allowsStale(this.clock.nowMs()) ? old.redirect : reading;
  }
}

function lateIfAway(error: unknown): typeof TOO_LATE {
  if (error instanceof Problem && error.code === 'database-unavailable') return TOO_LATE;
  throw error;
}
