import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock } from '../platform/background/clock.js';
import { Lease } from './lease.js';
import { InvalidationInbox } from './invalidation-inbox.js';
import { Membership } from './membership.js';

/** A change waits this long at most for an instance that has had no letters lately, */
const LOOK_EVERY_MS = 100;
/** and this long for one that has: a change seldom comes alone. */
const LOOK_AGAIN_EVERY_MS = 20;
const LATELY_MS = 1_000;
const BEAT_EVERY_MS = 1_000;
/** Long enough that a hiccup of the database, which silences many at once, does not cost them their memory. */
const STRIKE_OFF_AFTER_MS = 10_000;

/** Keeps the instance registered and informed, in one loop, so that a mailbox that cannot be read silences it. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Heartbeat.name);
  #nextHeartbeatAtMs = Number.NEGATIVE_INFINITY;
  #nextEvictionAtMs = Number.NEGATIVE_INFINITY;
  #lastMessageAtMs = Number.NEGATIVE_INFINITY;
  #isReached = true;
  #isStopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly membership: Membership,
    private readonly inbox: InvalidationInbox,
    private readonly lease: Lease,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.membership.join();
    await this.#cycle();
    this.#loop = this.#run();
  }

  /** Requests under way have ended by now. */
  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    await this.#loop;
    await this.membership.leave().catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const isBusy = this.clock.nowMs() - this.#lastMessageAtMs < LATELY_MS;
      await this.clock.sleep(isBusy ? LOOK_AGAIN_EVERY_MS : LOOK_EVERY_MS);
      await this.#cycle().then(
        () => this.#logReachability(true),
        () => this.#logReachability(false),
      );
    }
  }

  /**
   * The order matters: others wait for this instance from the beat on, so that what is in the mailbox
   * then, and was not waited for, has been taken before the lease is renewed. Whoever cannot read its
   * mailbox gives no sign of life, or others would wait for it without end.
   */
  async #cycle(): Promise<void> {
    const sentAtMs = this.clock.nowMs();
    const isBeat = sentAtMs >= this.#nextHeartbeatAtMs;
    if (isBeat && !this.#isReached) await this.inbox.drain();
    if (isBeat) await this.membership.heartbeat();
    if ((await this.inbox.drain()) > 0) this.#lastMessageAtMs = sentAtMs;
    if (!isBeat) return;
    this.lease.renew(sentAtMs);
    this.#nextHeartbeatAtMs = sentAtMs + BEAT_EVERY_MS;
    await this.#evictDead(sentAtMs);
  }

  /** Nobody is struck off by who was away as well. */
  async #evictDead(nowMs: number): Promise<void> {
    if (nowMs < this.#nextEvictionAtMs || !this.lease.isHeldFor(STRIKE_OFF_AFTER_MS, nowMs)) return;
    this.#nextEvictionAtMs = nowMs + STRIKE_OFF_AFTER_MS;
    await this.membership.evictStale(STRIKE_OFF_AFTER_MS);
    await this.membership.takeOverOrphans();
  }

  #logReachability(isReached: boolean): void {
    if (this.#isReached === isReached) return;
    this.#isReached = isReached;
    if (isReached) this.#logger.warn('the database answers again');
    else this.#logger.warn('the database does not answer');
  }
}
