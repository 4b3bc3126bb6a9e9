import { Injectable } from '@nestjs/common';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { sleepIgnoringStalls, Clock } from '../platform/background/clock.js';
import type { InstanceMetrics } from '../cluster/instance.entity.js';
import { Lease } from '../cluster/lease.js';
import type { InvalidationListener } from '../cluster/invalidation-listeners.js';
import type { InvalidationTarget } from '../cluster/invalidation-target.js';
import { Config } from '../platform/config/config.js';
import { KeyService } from '../counter/key.service.js';
import { isUnavailable } from '../platform/errors/problem.js';
import type { Redirect } from '../link/redirect.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { LruStore, type CachedLink } from './lru-store.js';
import { LinkLoader, type Load, type LoadedLink } from './link-loader.js';

/** A link that memory has too, if an older copy of it, is not waited for any longer. */
const READ_AGAIN_WITHIN_MS = 500;
const NO_ANSWER = 'no answer';

/**
 * The links that this instance was asked for lately, the same here as in every other instance. What is in
 * memory is served while the lease says that nobody's change was kept from us; a link is read again
 * `CACHE_TTL_SECONDS` after it was read, however often it was hit.
 */
@Injectable()
export class LinkCache implements InvalidationListener {
  readonly #store: LruStore;
  readonly #cache: Cache;
  readonly #loader: LinkLoader;
  readonly #breaker: CircuitBreaker;
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
    this.#breaker = new CircuitBreaker(clock);
    this.#loader = new LinkLoader(clock, keys, (key, reading) => this.#keep(key, reading));
    this.#store = new LruStore(config.cacheMaxLinksCount);
    const store = new Keyv<CachedLink>({ store: this.#store, useKeyPrefix: false });
    // Values stay the objects they are.
    store.serialize = undefined;
    store.deserialize = undefined;
    this.#cache = createCache({ stores: [store] });
  }

  /** From memory, at once, or `undefined`. Whoever uses it counts the hit. */
  getSync(key: string): Redirect | undefined {
    const cached = this.#store.getSync(key);
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
    if (hasLease && this.#loader.isUnknown(key)) {
      this.#hitCount++;
      return null;
    }
    this.#missCount++;
    const watched = (): Promise<Redirect | null> => this.#breaker.watch(load);
    const reading = this.#loader.read(ownText(key), watched, hasLease);
    return cached === undefined ? reading : this.#inTime(reading, key, cached);
  }

  async onJoin(): Promise<void> {
    this.#loader.invalidateAll();
    await this.#cache.clear();
  }

  async onInvalidate({ linkKey, reservedBelow }: InvalidationTarget): Promise<void> {
    if (reservedBelow !== null) this.#loader.clearUnknown();
    if (linkKey === null) return;
    this.#loader.invalidate(linkKey);
    await this.#cache.del(linkKey);
  }

  metrics(): Partial<InstanceMetrics> {
    return {
      cacheSize: this.#store.size,
      cacheHits: this.#hitCount,
      cacheMisses: this.#missCount,
      cacheEvictions: this.#store.evictionCount,
    };
  }

  #mayServe({ freshUntilMs }: CachedLink, nowMs: number): boolean {
    if (nowMs < freshUntilMs && this.lease.isCurrent(nowMs)) return true;
    return this.#breaker.isOpen(nowMs) && this.lease.allowsStale(nowMs);
  }

  async #keep(key: string, { redirect, startedAtMs, flight }: LoadedLink): Promise<void> {
    const freshUntilMs = startedAtMs + this.#ttlMs;
    await this.#cache.set<CachedLink>(key, { redirect, freshUntilMs, flight });
  }

  async #inTime(
    reading: Promise<Redirect | null>,
    key: string,
    old: CachedLink,
  ): Promise<Redirect | null> {
    let isOver = false;
    const late = sleepIgnoringStalls(READ_AGAIN_WITHIN_MS, this.clock).then(
      (): typeof NO_ANSWER => {
        if (!isOver) this.#breaker.open();
        return NO_ANSWER;
      },
    );
    const answer = await Promise.race([reading.catch(noAnswerIfAway), late]);
    isOver = true;
    if (answer !== NO_ANSWER) return answer;
    const isStillThere = this.#store.getSync(key) === old;
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
