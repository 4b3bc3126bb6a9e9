import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PeerList } from '../cluster/peer-list.js';
import { Config } from '../platform/config/config.js';
import { isUnavailable } from '../platform/errors/problem.js';
import { LeasedQuota } from './leased-quota.js';
import { endMsOf, minuteOf, secondsLeft } from './minute.js';
import { RateWindowStore } from './rate-window.store.js';

/** Of the limit at most so much lies unused in leases of other instances when the rest is used up. */
const MAX_UNUSED = 0.05;
/** More than that many callers a minute are counted anew when they come back. */
const MAX_CALLERS = 10_000;

/** The wall clock, so that all instances mean the same minute. */
export const NOW_MS = Symbol('now in ms');

/** What is to be said of a request's place in its minute. */
export interface RateLimitStatus {
  readonly isAllowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the next minute begins. */
  readonly resetSeconds: number;
}

/**
 * Lets a caller send so many requests a minute, over all instances together: never more than the limit,
 * and never less than 95 % of it. Instances lease parts of the minute from a row that they share, of such
 * a size that this holds whatever part of the requests each of them gets, and serve them from memory.
 * Clocks that differ by some seconds make that much of two minutes overlap.
 */
@Injectable()
export class RateLimiter {
  readonly #limit: number;
  readonly #quotas = new LRUCache<string, LeasedQuota>({ max: MAX_CALLERS });

  constructor(
    { rateLimitPerMinute }: Config,
    private readonly store: RateWindowStore,
    private readonly peers: PeerList,
    @Inject(NOW_MS) private readonly nowMs: () => number,
  ) {
    this.#limit = rateLimitPerMinute;
  }

  /**
   * Counts a request. `undefined` if there is no limit. Without the database there is nothing to count with:
   * then the request may go on, and fails by itself if it needs the database.
   */
  async take(caller: string): Promise<RateLimitStatus | undefined> {
    if (this.#limit === 0) return undefined;
    const nowMs = this.nowMs();
    const window = minuteOf(nowMs);
    const quota = this.#quotaOf(caller, window);
    return {
      isAllowed: await takeFrom(quota),
      limit: this.#limit,
      remaining: quota.remaining,
      resetSeconds: secondsLeft(nowMs),
    };
  }

  #quotaOf(caller: string, window: number): LeasedQuota {
    const known = this.#quotas.get(caller);
    if (known?.window === window) return known;
    const row = { id: `${caller}.${window}`, endsAtMs: endMsOf(window) };
    const quota = new LeasedQuota(window, this.#limit, () =>
      this.store.lease(row, this.#leaseSize(), this.#limit),
    );
    this.#quotas.set(caller, quota);
    return quota;
  }

  #leaseSize(): number {
    const unused = Math.floor(this.#limit * MAX_UNUSED);
    return Math.max(1, Math.floor(unused / this.peers.ids().length));
  }
}

async function takeFrom(quota: LeasedQuota): Promise<boolean> {
  try {
    return await quota.take();
  } catch (error) {
    if (isUnavailable(error)) return true;
    throw error;
  }
}
