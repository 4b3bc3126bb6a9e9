import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { BackgroundLoop } from '../platform/background/background-loop.js';
import { BootTimeClock } from '../platform/background/boot-time-clock.js';
import { InvalidationInbox } from './invalidation-inbox.js';
import { Lease } from './lease.js';
import { Membership } from './membership.js';

/** The longest time that a change waits for this instance while its inbox is usually empty. */
const POLL_INTERVAL_MS = 100;
/** The interval if signals tell of messages. Shorter than a gap in the answers of the database, see `PeerList`. */
const SIGNALLED_POLL_INTERVAL_MS = 340;
/** The interval after a message, because changes often come in groups. */
const BUSY_POLL_INTERVAL_MS = 20;
const BUSY_FOR_MS = 1_000;
const HEARTBEAT_INTERVAL_MS = 1_000;
/** Long enough that a short outage of the database, which stops many heartbeats, evicts nobody. */
const EVICT_AFTER_MS = 10_000;

/** Keeps the instance registered and its cache current, in one loop because the order matters. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Heartbeat.name);
  readonly #loop: BackgroundLoop;
  #nextHeartbeatAtMs = Number.NEGATIVE_INFINITY;
  #nextEvictionAtMs = Number.NEGATIVE_INFINITY;
  #lastMessageAtMs = Number.NEGATIVE_INFINITY;
  #isReached = true;

  constructor(
    private readonly membership: Membership,
    private readonly inbox: InvalidationInbox,
    private readonly lease: Lease,
    private readonly clock: BootTimeClock,
  ) {
    this.#loop = new BackgroundLoop(
      { logger: this.#logger, pauseMs: () => this.#pauseMs(), run: () => this.#run() },
      clock,
    );
    membership.signals.setListener(() => {
      if (!this.#isBusy()) this.#loop.wake();
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.membership.join();
    await this.#cycle();
    this.#loop.start({ withPause: true });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    await this.membership.leave().catch(() => undefined);
  }

  #pauseMs(): number {
    if (this.#isBusy()) return BUSY_POLL_INTERVAL_MS;
    if (!this.membership.signals.areSufficient) return POLL_INTERVAL_MS;
    const untilHeartbeatMs = this.#nextHeartbeatAtMs - this.clock.nowMs();
    return Math.max(POLL_INTERVAL_MS, Math.min(untilHeartbeatMs, SIGNALLED_POLL_INTERVAL_MS));
  }

  #isBusy(): boolean {
    return this.clock.nowMs() - this.#lastMessageAtMs < BUSY_FOR_MS;
  }

  async #run(): Promise<void> {
    await this.#cycle().then(
      () => this.#logReachability(true),
      () => this.#logReachability(false),
    );
  }

  /**
   * Drains the inbox before it renews the lease, because the inbox may hold messages that other
   * instances did not wait for. After a failed drain, the heartbeat waits for a successful one;
   * otherwise other instances would wait for this one forever.
   */
  async #cycle(): Promise<void> {
    const sentAtMs = this.clock.nowMs();
    const isHeartbeatDue = sentAtMs >= this.#nextHeartbeatAtMs;
    if (isHeartbeatDue && !this.#isReached) await this.inbox.drain();
    if (isHeartbeatDue) await this.membership.heartbeat();
    if ((await this.inbox.drain()) > 0) this.#lastMessageAtMs = sentAtMs;
    if (!isHeartbeatDue) return;
    this.lease.renew(sentAtMs);
    this.#nextHeartbeatAtMs = sentAtMs + HEARTBEAT_INTERVAL_MS;
    await this.#evictDead(sentAtMs);
  }

  /** An instance that had no lease evicts nobody: the outage may have been its own. */
  async #evictDead(nowMs: number): Promise<void> {
    if (nowMs < this.#nextEvictionAtMs || !this.lease.isHeldFor(EVICT_AFTER_MS, nowMs)) return;
    this.#nextEvictionAtMs = nowMs + EVICT_AFTER_MS;
    await this.membership.evictStale(EVICT_AFTER_MS);
    await this.inbox.takeOverOrphans();
  }

  #logReachability(isReached: boolean): void {
    if (this.#isReached === isReached) return;
    this.#isReached = isReached;
    this.#logger.warn(isReached ? 'the database responds again' : 'the database does not respond');
  }
}
