import { LEASE_MS } from './peer-list.js';

/** Less than others wait for us: our clock may be the slower one. */
const OWN_LEASE_MS = LEASE_MS - 500;

/** How far this instance may rely on what it has in memory. */
export class Lease {
  /** When the last beat left behind which the mailbox was emptied. */
  #syncedAtMs = Number.NEGATIVE_INFINITY;
  #heldSinceMs = Number.NEGATIVE_INFINITY;

  /** @param maxStaleMs how long memory may be relied on without the database. */
  constructor(private readonly maxStaleMs: number) {}

  /** Whether what is in memory is so: nobody was told of a change that this instance has not heard of. */
  isCurrent(nowMs: number): boolean {
    return nowMs - this.#syncedAtMs < OWN_LEASE_MS;
  }

  /** Whether what is in memory is not too old to serve for want of better. */
  allowsStale(nowMs: number): boolean {
    return this.isCurrent(nowMs) || nowMs - this.#syncedAtMs < this.maxStaleMs;
  }

  /** Whether it was current all the time for at least this long. */
  isHeldFor(ms: number, nowMs: number): boolean {
    return this.isCurrent(nowMs) && nowMs - this.#heldSinceMs >= ms;
  }

  /** @param sentAtMs before the beat left, since others count from its arrival. */
  renew(sentAtMs: number): void {
    if (!this.isCurrent(sentAtMs)) this.#heldSinceMs = sentAtMs;
    this.#syncedAtMs = sentAtMs;
  }
}
