import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PeerList } from '../cluster/peer-list.js';
import { Config } from '../platform/config/config.js';
import { isUnavailable } from '../platform/errors/problem.js';
import { RateWindowStore, type QuotaLease } from './rate-window.store.js';

const MINUTE_MS = 60_000;
/** The largest part of the limit that other instances may hold unused when the rest is used up. */
const MAX_UNUSED = 0.05;
/** With more callers in a minute, the count of an evicted caller restarts from the shared row. */
const MAX_CALLERS = 10_000;

/** Injection token of the database's time in ms, which gives all instances the same minutes. */
export const NOW_MS = Symbol('now in ms');

export interface RateLimitStatus {
  readonly isAllowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/**
 * Limits the requests of a caller per minute over all instances: at most the limit, at least 95 %
 * of it. Instances lease parts of the limit from a shared row.
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

  /** Returns `undefined` if there is no limit. Allows every request during a database outage. */
  async take(caller: string): Promise<RateLimitStatus | undefined> {
    if (this.#limit === 0) return undefined;
    const nowMs = this.nowMs();
    const quota = this.#getQuota(caller, toMinute(nowMs));
    return {
      isAllowed: await takeFrom(quota),
      limit: this.#limit,
      remaining: quota.remaining,
      resetSeconds: getSecondsLeft(nowMs),
    };
  }

  #getQuota(caller: string, minute: number): LeasedQuota {
    const known = this.#quotas.get(caller);
    if (known?.minute === minute) return known;
    const row = { id: `${caller}.${minute}`, endsAtMs: getEndMs(minute) };
    const quota = new LeasedQuota(minute, this.#limit, () =>
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

class LeasedQuota {
  #held = 0;
  /** Not leased to any instance, as of the last lease. */
  #left: number;
  #leasing: Promise<void> | undefined;

  constructor(
    readonly minute: number,
    limit: number,
    private readonly lease: () => Promise<QuotaLease>,
  ) {
    this.#left = limit;
  }

  /** An upper bound: other instances may have leased more since the last lease. */
  get remaining(): number {
    return this.#held + this.#left;
  }

  /** Returns `false` if the quota is used up. Only the first request of a lease waits. */
  async take(): Promise<boolean> {
    while (this.#held === 0) {
      if (this.#left === 0) return false;
      this.#leasing ??= this.#extend().finally(() => (this.#leasing = undefined));
      await this.#leasing;
    }
    this.#held--;
    return true;
  }

  async #extend(): Promise<void> {
    const { granted, left } = await this.lease();
    this.#held += granted;
    this.#left = left;
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

export function toMinute(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS);
}

function getEndMs(minute: number): number {
  return (minute + 1) * MINUTE_MS;
}

/** Returns the whole seconds until the next minute, at least 1. */
export function getSecondsLeft(timeMs: number): number {
  return Math.ceil((getEndMs(toMinute(timeMs)) - timeMs) / 1000);
}
