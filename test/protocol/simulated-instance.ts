import { LinkCache } from '../../src/cache/link-cache.js';
import { InvalidationPublisher } from '../../src/cluster/invalidation-publisher.js';
import { AcknowledgementTracker } from '../../src/cluster/acknowledgement-tracker.js';
import { Heartbeat } from '../../src/cluster/heartbeat.js';
import { Lease } from '../../src/cluster/lease.js';
import { InvalidationInbox } from '../../src/cluster/invalidation-inbox.js';
import { LocalSignals } from '../../src/cluster/local-signals.js';
import { Membership } from '../../src/cluster/membership.js';
import { InstanceMetricsSources } from '../../src/cluster/instance-metrics.js';
import { InvalidationListeners } from '../../src/cluster/invalidation-listeners.js';
import { PeerList } from '../../src/cluster/peer-list.js';
import { UnitOfWork } from '../../src/cluster/unit-of-work.js';
import { linkTarget } from '../../src/cluster/invalidation-target.js';
import type { Config } from '../../src/platform/config/config.js';
import { CounterService } from '../../src/counter/counter.service.js';
import type { CounterStore } from '../../src/counter/counter.store.js';
import { KeyService } from '../../src/counter/key.service.js';
import type { ReservedIds } from '../../src/counter/reserved-ids.js';
import type { Redirect } from '../../src/link/redirect.js';
import type { Scheduler } from './scheduler.js';
import type { Line, SimulatedDatabase } from './simulated-database.js';

/** The simulated database loses no commits. */
const NOTHING_LOST = { assertCounterAhead: async () => 0 } as unknown as ReservedIds;
const SECRET = '42'.repeat(32);
/** Nothing that is wrong is to be healed by age. */
const FOR_EVER_SECONDS = 1e9;
const PATIENCE_MS = 500;
/** For how long it may serve what it has after it could not reach a database that others can reach. */
const CUT_OFF_MS = 500;

/** An instance relies on signals, and none arrives: that must cost time only. */
class LostSignals extends LocalSignals {
  override get areSufficient(): boolean {
    return true;
  }
}

/** An instance without HTTP and SQL: the protocol is the real one, to the line. */
export class SimulatedInstance {
  readonly owner = { isDead: false, isStopped: false };
  /** Registered, and open to visitors. */
  isStarted = false;
  readonly line: Line = { owner: this.owner, isCut: false };
  readonly #offsetMs: number;
  readonly #lease = new Lease(FOR_EVER_SECONDS * 1000);
  readonly #unitOfWork: UnitOfWork;
  readonly #cache: LinkCache;
  readonly #keys: KeyService;
  readonly #heartbeat: Heartbeat;
  #changing: string | undefined;
  #suspendedMs = 0;
  readonly #reads = new Set<{ readonly askedAtMs: number }>();
  #unansweredAtMs = Number.NEGATIVE_INFINITY;
  #cutAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly database: SimulatedDatabase,
  ) {
    this.#offsetMs = scheduler.below(1_000_000);
    const sleep = (ms: number): Promise<void> => scheduler.sleep(this.owner, ms);
    const clock = { nowMs: () => this.monotonicMs(), sleep };
    const bootTimeClock = { nowMs: () => this.bootTimeMs(), sleep };
    const store = database.storeOn(this.line);
    const signals = scheduler.below(2) === 0 ? new LostSignals() : new LocalSignals();
    const peers = new PeerList(store, clock, signals);
    const listeners = new InvalidationListeners();
    const tracker = new AcknowledgementTracker(store, peers, clock);
    const publisher = new InvalidationPublisher(store, peers, tracker, listeners);
    this.#unitOfWork = new UnitOfWork(database.databaseOn(this.line), publisher);
    const counterStore = {
      lease: (count: number) => database.lease(this.line, count),
      read: () =>
        database.run(this.line, () => ({ secret: SECRET, keyLength: 1, next: database.next })),
    } as unknown as CounterStore;
    const counter = new CounterService(counterStore, publisher, NOTHING_LOST);
    this.#keys = new KeyService(counter, counterStore, listeners);
    const config = { cacheMaxLinksCount: 100, cacheTtlSeconds: FOR_EVER_SECONDS } as Config;
    this.#cache = new LinkCache(config, bootTimeClock, this.#lease, this.#keys);
    listeners.add(this.#cache);
    const inbox = new InvalidationInbox(store, peers, listeners, publisher);
    const membership = new Membership(store, peers, listeners, new InstanceMetricsSources());
    this.#heartbeat = new Heartbeat(membership, inbox, this.#lease, bootTimeClock);
  }

  async start(): Promise<void> {
    await this.#keys.onModuleInit();
    await this.#heartbeat.onApplicationBootstrap();
    this.isStarted = true;
  }

  kill(): void {
    this.owner.isDead = true;
    if (this.#changing !== undefined) this.database.release(this.#changing);
  }

  /** Whether the database gave no answer for that long a moment ago, so that it counts as failed. */
  get hasSlowDatabase(): boolean {
    for (const read of this.#reads) this.#noteSlowness(read);
    return this.scheduler.nowMs - this.#unansweredAtMs < PATIENCE_MS + CUT_OFF_MS;
  }

  /** Its monotonic clock stands still while the machine is suspended. */
  monotonicMs(): number {
    return this.scheduler.nowMs + this.#offsetMs - this.#suspendedMs;
  }

  /** Clocks agree on how long a second is, and on nothing else. */
  bootTimeMs(): number {
    return this.scheduler.nowMs + this.#offsetMs;
  }

  noteSuspension(ms: number): void {
    this.#suspendedMs += ms;
  }

  restore(): void {
    if (this.line.isCut) this.#cutAtMs = this.scheduler.nowMs;
    this.line.isCut = false;
  }

  /** Whether it may serve what it has without a lease: it alone could not reach the database a moment ago. */
  get isCutOff(): boolean {
    const wasCutOff = this.scheduler.nowMs - this.#cutAtMs < CUT_OFF_MS;
    return (this.line.isCut || wasCutOff) && !this.#hasLease;
  }

  /** Whether what it has may be the answer, as the database gave none for that long. */
  mayDoWithoutAnswer(ms: number): boolean {
    return ms >= PATIENCE_MS && !this.#hasLease;
  }

  async #readVersion(key: string): Promise<number> {
    const read = { askedAtMs: this.scheduler.nowMs };
    this.#reads.add(read);
    try {
      return await this.database.read(this.line, key);
    } finally {
      this.#noteSlowness(read);
      this.#reads.delete(read);
    }
  }

  #noteSlowness({ askedAtMs }: { readonly askedAtMs: number }): void {
    if (this.scheduler.nowMs - askedAtMs < PATIENCE_MS) return;
    this.#unansweredAtMs = Math.max(this.#unansweredAtMs, askedAtMs);
  }

  get #hasLease(): boolean {
    return this.#lease.isCurrent(this.bootTimeMs());
  }

  /** @returns the version that the link has from then on. */
  async change(key: string): Promise<number> {
    return this.database.change(this.line, key, async (change) => {
      this.#changing = key;
      try {
        return await this.#unitOfWork.run((tx) => {
          tx.invalidate(linkTarget(key));
          return change(tx.manager);
        });
      } finally {
        this.#changing = undefined;
      }
    });
  }

  /** @returns the key that was made. */
  async create(): Promise<string> {
    const { key } = await this.#keys.next();
    await this.database.insert(this.line, key);
    return key;
  }

  /** The version that the fast path would serve. */
  peek(key: string): number | undefined {
    return versionOf(this.#cache.getSync(key));
  }

  async read(key: string): Promise<number> {
    const redirect = await this.#cache.resolve(key, async () => {
      const version = await this.#readVersion(key);
      return version === 0 ? null : ({ version } as unknown as Redirect);
    });
    return versionOf(redirect) ?? 0;
  }
}

function versionOf(redirect: Redirect | null | undefined): number | undefined {
  return (redirect as { version?: number } | null | undefined)?.version;
}
