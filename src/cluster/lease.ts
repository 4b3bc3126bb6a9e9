import { LEASE_MS } from './peer-list.js';

/** Shorter than other instances wait, because the clock of this instance may be slower. */
const OWN_LEASE_MS = LEASE_MS - 500;

export class Lease {
  /** When the last heartbeat was sent after which the inbox was drained. */
  #syncedAtMs = Number.NEGATIVE_INFINITY;
  #heldSinceMs = Number.NEGATIVE_INFINITY;

  /** @param maxStaleMs how long cached values may be used without the database. */
  constructor(readonly maxStaleMs: number) {}

  /** Whether this instance has processed every change that has completed. */
  isCurrent(nowMs: number): boolean {
    return nowMs - this.#syncedAtMs < OWN_LEASE_MS;
  }

  /** Whether cached values may be used when the database is unavailable. */
  allowsStale(nowMs: number): boolean {
    return this.isCurrent(nowMs) || nowMs - this.#syncedAtMs < this.maxStaleMs;
  }

  isHeldFor(ms: number, nowMs: number): boolean {
    return this.isCurrent(nowMs) && nowMs - this.#heldSinceMs >= ms;
  }

  /** @param sentAtMs the time before the heartbeat: other instances count from its arrival. */
  renew(sentAtMs: number): void {
    if (!this.isCurrent(sentAtMs)) this.#heldSinceMs = sentAtMs;
    this.#syncedAtMs = sentAtMs;
  }
}
