import { isUnavailable } from '../../src/platform/errors/problem.js';
import { Scheduler } from './scheduler.js';
import { SimulatedDatabase } from './simulated-database.js';
import { SimulatedInstance } from './simulated-instance.js';
import { Stale } from './simulation.js';

const KEY = 'alias';
/** Longer than a lease, and shorter than an eviction takes. */
const OUTAGE_MS = 4_500;
const PAUSES_MS = [0, 100, 200, 350, 1_000, 5_000];
const VISIT_EVERY_MS = 40;
const SETTLE_MS = 2_000;
const MAX_STEPS = 50_000;
/** For how long an instance that alone had lost the database may serve what it has. */
const CUT_OFF_MS = 500;

const STEP_MS = 8;

const NOBODY = { isDead: false, isStopped: false };

/**
 * An author changes a link all the time on one instance, visitors follow it all the time on another one,
 * and one thing goes wrong. The time does not leap, so silence is noticed as on real machines.
 */
export class Disruption {
  readonly #scheduler: Scheduler;
  readonly #database: SimulatedDatabase;
  readonly #author: SimulatedInstance;
  readonly #reader: SimulatedInstance;
  #acknowledged = 0;
  #stale: Stale | undefined;
  #isOver = false;
  #excusedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly seed: number) {
    this.#scheduler = new Scheduler(seed);
    this.#scheduler.isCalm = true;
    this.#scheduler.stepMs = STEP_MS;
    this.#database = new SimulatedDatabase(this.#scheduler);
    this.#author = new SimulatedInstance(this.#scheduler, this.#database);
    this.#reader = new SimulatedInstance(this.#scheduler, this.#database);
  }

  /** @throws Stale */
  async run(): Promise<void> {
    void this.#script();
    await this.#scheduler.runUntil(() => this.#isOver || this.#stale !== undefined, MAX_STEPS);
    if (this.#stale !== undefined) throw this.#stale;
    if (!this.#isOver) throw new Error(`seed ${this.seed} did not end`);
  }

  async #script(): Promise<void> {
    await Promise.all([this.#author.start(), this.#reader.start()]);
    void this.#change();
    void this.#visit();
    await this.#later(this.#scheduler.below(1_500));
    await this.#scheduler.pick([
      () => this.#interruptDatabase(),
      () => this.#stop(),
      () => this.#suspend(),
      () => this.#cutOff(),
    ])();
    await this.#later(SETTLE_MS);
    this.#isOver = true;
  }

  /** An outage hits both, which excuses no stale redirect. */
  async #interruptDatabase(): Promise<void> {
    this.#database.isAway = true;
    await this.#later(OUTAGE_MS);
    await this.#pauseReader(() => (this.#database.isAway = false));
  }

  /** The reader may be stopped as the database returns. */
  async #pauseReader(restore: () => void): Promise<void> {
    const { owner } = this.#reader;
    const pauseMs = this.#scheduler.pick(PAUSES_MS);
    owner.isStopped = pauseMs > 0;
    restore();
    await this.#later(pauseMs);
    owner.isStopped = false;
  }

  async #stop(): Promise<void> {
    this.#reader.owner.isStopped = true;
    await this.#later(OUTAGE_MS);
    this.#reader.owner.isStopped = false;
  }

  async #suspend(): Promise<void> {
    await this.#stop();
    this.#reader.noteSuspension(OUTAGE_MS);
  }

  async #cutOff(): Promise<void> {
    this.#reader.line.isCut = true;
    this.#excusedUntilMs = Number.POSITIVE_INFINITY;
    await this.#later(OUTAGE_MS);
    await this.#pauseReader(() => {
      this.#reader.restore();
      this.#excusedUntilMs = this.#scheduler.nowMs + CUT_OFF_MS;
    });
  }

  async #change(): Promise<void> {
    for (;;) {
      await this.#later(this.#scheduler.below(100));
      try {
        this.#acknowledged = await this.#author.change(KEY);
        void this.#follow();
      } catch (error) {
        if (!isUnavailable(error)) throw error;
      }
    }
  }

  async #visit(): Promise<void> {
    for (;;) {
      await this.#later(this.#scheduler.below(VISIT_EVERY_MS));
      await this.#follow();
    }
  }

  async #follow(): Promise<void> {
    const atLeast = this.#acknowledged;
    // A request to a stopped instance waits.
    await this.#scheduler.step(this.#reader.owner);
    const isExcused = this.#scheduler.nowMs < this.#excusedUntilMs;
    const version = this.#reader.peek(KEY) ?? (await this.#read());
    if (version === undefined || version >= atLeast) return;
    if (isExcused || this.#reader.hasSlowDatabase) return;
    this.#stale ??= new Stale(
      `seed ${this.seed}: the reader gave version ${version} of ${KEY}, not ${atLeast}`,
    );
  }

  /** An instance that cannot reach the database may fail. */
  async #read(): Promise<number | undefined> {
    try {
      return await this.#reader.read(KEY);
    } catch (error) {
      if (isUnavailable(error)) return undefined;
      throw error;
    }
  }

  #later(ms: number): Promise<void> {
    return this.#scheduler.sleep(NOBODY, ms);
  }
}
