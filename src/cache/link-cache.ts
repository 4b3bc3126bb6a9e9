import { Injectable } from '@nestjs/common';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { BootTimeClock } from '../platform/background/boot-time-clock.js';
import type { InstanceMetrics } from '../cluster/instance.entity.js';
import { Lease } from '../cluster/lease.js';
import type { InstanceMetricsSource } from '../cluster/instance-metrics.js';
import type { InvalidationListener } from '../cluster/invalidation-listeners.js';
import type { InvalidationTarget } from '../cluster/invalidation-target.js';
import { Config } from '../platform/config/config.js';
import { KeyService } from '../counter/key.service.js';
import type { Redirect } from '../link/redirect.js';
import { CircuitBreaker, NO_ANSWER } from './circuit-breaker.js';
import { LruStore, type CachedLink } from './lru-store.js';
import { LinkLoader, type Load, type LoadedLink } from './link-loader.js';

/** The database is asked again if the process was stopped, or if the request joined one that was late. */
const MAX_ATTEMPTS = 3;

type Read = () => Promise<Redirect | null>;

/**
 * Serves a link while the lease is current, because no change is missed, and otherwise only while the
 * database has just failed. A hit extends no TTL.
 */
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
    private readonly clock: BootTimeClock,
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
    if (cached === undefined) return undefined;
    const nowMs = this.clock.nowMs();
    if (this.#isCurrent(cached, nowMs)) return cached.redirect;
    return this.#mayServeOld(nowMs) && !this.#breaker.isProbeDue(nowMs)
      ? cached.redirect
      : undefined;
  }

  countHit(): void {
    this.#hitCount++;
  }

  /**
   * Returns an older copy for up to `CACHE_MAX_STALE_SECONDS` in an outage. Calls share `load`.
   * @param assertUp is called before a link without a copy is loaded, and throws in an outage.
   */
  async resolve(key: string, load: Load, assertUp = () => {}): Promise<Redirect | null> {
    const cached = await this.#cache.get<CachedLink>(key);
    const nowMs = this.clock.nowMs();
    const read = (): Promise<Redirect | null> => this.#read(copyOf(key), load);
    if (cached !== undefined && (this.#isCurrent(cached, nowMs) || this.#mayServeOld(nowMs))) {
      this.#hitCount++;
      if (!this.#isCurrent(cached, nowMs)) this.#probe(key, read);
      return cached.redirect;
    }
    if (this.lease.isCurrent(nowMs) && this.#loader.isUnknown(key)) {
      this.#hitCount++;
      return null;
    }
    this.#missCount++;
    if (cached !== undefined) return this.#refresh(key, read);
    assertUp();
    return this.#read(copyOf(key), load, assertUp);
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

  metrics(): Pick<InstanceMetrics, 'cacheSize' | 'cacheHits' | 'cacheMisses' | 'cacheEvictions'> {
    return {
      cacheSize: this.#store.size,
      cacheHits: this.#hitCount,
      cacheMisses: this.#missCount,
      cacheEvictions: this.#store.evictionCount,
    };
  }

  #isCurrent({ freshUntilMs }: CachedLink, nowMs: number): boolean {
    return nowMs < freshUntilMs && this.lease.isCurrent(nowMs);
  }

  #mayServeOld(nowMs: number): boolean {
    return this.#breaker.isOpen(nowMs) && this.lease.allowsStale(nowMs);
  }

  /** An outage may be noticed while the call waits for a load that began before. */
  #read(key: string, load: Load, assertUp = () => {}): Promise<Redirect | null> {
    const hasLease = this.lease.isCurrent(this.clock.nowMs());
    const loadIfUp = async (): Promise<Redirect | null> => {
      assertUp();
      return this.#breaker.watch(load);
    };
    return this.#loader.read(key, loadIfUp, hasLease);
  }

  async #put(key: string, { redirect, startedAtMs, flight }: LoadedLink): Promise<void> {
    const freshUntilMs = startedAtMs + this.#ttlMs;
    await this.#cache.set<CachedLink>(key, { redirect, freshUntilMs, flight });
  }

  /** Finds out whether the outage goes on, while an older copy is served. */
  #probe(key: string, read: Read): void {
    if (!this.#breaker.isProbeDue(this.clock.nowMs())) return;
    this.#wait(key, read()).catch(() => undefined);
  }

  /** Reads the link again, but returns the copy in memory, if it is still there, when the database does not answer. */
  async #refresh(key: string, read: Read): Promise<Redirect | null> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS;) {
      // There is nothing to wait for when the copy is too old to be served.
      if (!this.lease.allowsStale(this.clock.nowMs())) break;
      const { probe } = this.#breaker;
      if (probe !== undefined) await probe;
      else {
        attempt++;
        const answer = await this.#wait(key, read());
        if (answer !== NO_ANSWER) return answer;
      }
      // Another request may have read the link again meanwhile.
      const copy = this.#store.getSync(key);
      if (copy === undefined) break;
      const nowMs = this.clock.nowMs();
      if (this.lease.isCurrent(nowMs) || this.#mayServeOld(nowMs)) return copy.redirect;
    }
    return read();
  }

  /** Without a lease, a later read must not join a late one, which may have been sent in an outage. */
  #wait(
    key: string,
    loading: Promise<Redirect | null>,
  ): Promise<Redirect | null | typeof NO_ANSWER> {
    return this.#breaker.wait(loading, () => {
      if (!this.lease.isCurrent(this.clock.nowMs())) this.#loader.invalidate(key);
    });
  }
}

/** Copies a key, because a substring would keep the whole request target in memory. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}
