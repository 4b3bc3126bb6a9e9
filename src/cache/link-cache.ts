import { Injectable } from '@nestjs/common';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { sleepIgnoringStalls, Clock } from '../platform/background/clock.js';
import type { InstanceMetrics } from '../cluster/instance.entity.js';
import { Lease } from '../cluster/lease.js';
import type { InstanceMetricsSource } from '../cluster/instance-metrics.js';
import type { InvalidationListener } from '../cluster/invalidation-listeners.js';
import type { InvalidationTarget } from '../cluster/invalidation-target.js';
import { Config } from '../platform/config/config.js';
import { KeyService } from '../counter/key.service.js';
import { isUnavailable } from '../platform/errors/problem.js';
import type { Redirect } from '../link/redirect.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { LruStore, type CachedLink } from './lru-store.js';
import { LinkLoader, type Load, type LoadedLink } from './link-loader.js';

/** How long a request waits for the database when an older copy of the link is cached. */
const REFRESH_TIMEOUT_MS = 500;
const NO_ANSWER = 'no answer';

/** Serves a link while the lease is current, because no change is missed. A hit extends no TTL. */
@Injectable()
export class LinkCache implements InvalidationListener, InstanceMetricsSource {
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
    this.#loader = new LinkLoader(clock, keys, (key, loaded) => this.#put(key, loaded));
    this.#store = new LruStore(config.cacheMaxLinksCount);
    const store = new Keyv<CachedLink>({ store: this.#store, useKeyPrefix: false });
    // Values are stored as objects, not as JSON.
    store.serialize = undefined;
    store.deserialize = undefined;
    this.#cache = createCache({ stores: [store] });
  }

  /** Returns a cached link without waiting, or `undefined`. The caller counts the hit. */
  getSync(key: string): Redirect | undefined {
    const cached = this.#store.getSync(key);
    if (cached === undefined || !this.#mayServe(cached, this.clock.nowMs())) return undefined;
    return cached.redirect;
  }

  countHit(): void {
    this.#hitCount++;
  }

  /** Returns an older copy for up to `CACHE_MAX_STALE_SECONDS` in an outage. Calls share `load`. */
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
    const guardedLoad = (): Promise<Redirect | null> => this.#breaker.watch(load);
    const loading = this.#loader.read(copyOf(key), guardedLoad, hasLease);
    return cached === undefined ? loading : this.#withTimeout(loading, key, cached);
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

  async #put(key: string, { redirect, startedAtMs, flight }: LoadedLink): Promise<void> {
    const freshUntilMs = startedAtMs + this.#ttlMs;
    await this.#cache.set<CachedLink>(key, { redirect, freshUntilMs, flight });
  }

  async #withTimeout(
    loading: Promise<Redirect | null>,
    key: string,
    old: CachedLink,
  ): Promise<Redirect | null> {
    let isOver = false;
    const late = sleepIgnoringStalls(REFRESH_TIMEOUT_MS, this.clock).then((): typeof NO_ANSWER => {
      if (!isOver) this.#breaker.open();
      return NO_ANSWER;
    });
    const answer = await Promise.race([loading.catch(toNoAnswer), late]);
    isOver = true;
    if (answer !== NO_ANSWER) return answer;
    const isStillCached = this.#store.getSync(key) === old;
    return isStillCached && this.lease.allowsStale(this.clock.nowMs()) ? old.redirect : loading;
  }
}

function toNoAnswer(error: unknown): typeof NO_ANSWER {
  if (isUnavailable(error)) return NO_ANSWER;
  throw error;
}

/** Copies a key, because a substring would keep the whole request target in memory. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}
