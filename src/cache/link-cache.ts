import { Injectable } from '@nestjs/common';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { awakeFor, Clock } from '../cluster/clock.js';
import type { Report } from '../cluster/instance.entity.js';
import { Lease } from '../cluster/lease.js';
import type { Participant } from '../cluster/participants.js';
import type { Subject } from '../cluster/subject.js';
import { Config } from '../config/config.js';
import { KeyService } from '../counter/key.service.js';
import { isUnavailable } from '../errors/problem.js';
import type { Redirect } from '../link/redirect.js';
import { Breaker } from './breaker.js';
import { LinkMemory, type CachedLink } from './link-memory.js';
import { LinkReadings, type Load, type Reading } from './link-readings.js';

/** A link that memory has too, if an older copy of it, is not waited for any longer. */
const READ_AGAIN_WITHIN_MS = 500;
const NO_ANSWER = 'no answer';

/**
 * The links that this instance was asked for lately, the same here as in every other instance. What is in
 * memory is served while the lease says that nobody's change was kept from us; a link is read again
 * `CACHE_TTL_SECONDS` after it was read, however often it was hit.
 */
@Injectable()
export class LinkCache implements Participant {
  readonly #memory: LinkMemory;
  readonly #cache: Cache;
  readonly #readings: LinkReadings;
  readonly #breaker: Breaker;
  readonly #ttlMs: number;
  #hitCount = 0;
  #missCount = 0;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly lease: Lease,
    keys: KeyService,
  ) {
    this.#ttlMs = config.cacheTtlSeconds * 1000;
    this.#breaker = new Breaker(clock);
    this.#readings = new LinkReadings(clock, keys, (key, reading) => this.#keep(key, reading));
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
   * while the database gives none, for as long as that is allowed.
   */
  async resolve(key: string, load: Load): Promise<Redirect | null> {
    const cached = await this.#cache.get<CachedLink>(key);
    const nowMs = this.clock.nowMs();
    if (cached !== undefined && this.#mayServe(cached, nowMs)) {
      this.#hitCount++;
      return cached.redirect;
    }
    const hasLease = this.lease.isCurrent(nowMs);
    if (hasLease && this.#readings.isUnknown(key)) {
      this.#hitCount++;
      return null;
    }
    this.#missCount++;
    const watched = (): Promise<Redirect | null> => this.#breaker.watch(load);
    const reading = this.#readings.read(ownText(key), watched, hasLease);
    return cached === undefined ? reading : this.#inTime(reading, key, cached);
  }

  async joined(): Promise<void> {
    this.#readings.forgetAll();
    await this.#cache.clear();
  }

  async invalidated({ linkKey, leasedBelow }: Subject): Promise<void> {
    if (leasedBelow !== null) this.#readings.forgetUnknown();
    if (linkKey === null) return;
    this.#readings.forget(linkKey);
    await this.#cache.del(linkKey);
  }

  report(): Partial<Report> {
    return {
      cacheSize: this.#memory.size,
      cacheHits: this.#hitCount,
      cacheMisses: this.#missCount,
      cacheEvictions: this.#memory.evictionCount,
    };
  }

  #mayServe({ freshUntilMs }: CachedLink, nowMs: number): boolean {
    if (nowMs < freshUntilMs && this.lease.isCurrent(nowMs)) return true;
    return this.#breaker.isOpen(nowMs) && this.lease.allowsStale(nowMs);
  }

  async #keep(key: string, { redirect, startedAtMs, flight }: Reading): Promise<void> {
    const freshUntilMs = startedAtMs + this.#ttlMs;
    await this.#cache.set<CachedLink>(key, { redirect, freshUntilMs, flight });
  }

  async #inTime(
    reading: Promise<Redirect | null>,
    key: string,
    old: CachedLink,
  ): Promise<Redirect | null> {
    let isOver = false;
    const late = awakeFor(READ_AGAIN_WITHIN_MS, this.clock).then((): typeof NO_ANSWER => {
      if (!isOver) this.#breaker.open();
      return NO_ANSWER;
    });
    const answer = await Promise.race([reading.catch(noAnswerIfAway), late]);
    isOver = true;
    if (answer !== NO_ANSWER) return answer;
    const isStillThere = this.#memory.getNow(key) === old;
    return isStillThere && this.lease.allowsStale(this.clock.nowMs()) ? old.redirect : reading;
  }
}

function noAnswerIfAway(error: unknown): typeof NO_ANSWER {
  if (isUnavailable(error)) return NO_ANSWER;
  throw error;
}

/** A copy of its own: a part of a request's target would keep all of it in memory for as long as it is kept. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}
