import { Problem } from '../../src/platform/errors/problem.js';
import { Scheduler } from './scheduler.js';
import { SimulatedDatabase } from './simulated-database.js';
import { SimulatedInstance } from './simulated-instance.js';

const KEYS = ['alias-a', 'alias-b'];
const CHANGES_PER_AUTHOR = 3;
const STEPS = 1_500;
const STEPS_TO_SETTLE = 20_000;
const SETTLE_MS = 40_000;
const DISTURBANCES_MS = [300, 2_000, 4_000, 25_000];

/** A visitor got an older version than one that was acknowledged. */
export class Stale extends Error {}

/**
 * Several instances, authors who change and create links, visitors, and failures. Each visitor must get at
 * least the version that was acknowledged to an author before the visit began.
 */
export class Simulation {
  readonly #scheduler: Scheduler;
  readonly #database: SimulatedDatabase;
  readonly #instances: SimulatedInstance[] = [];
  /** The newest acknowledged version, by key. */
  readonly #acknowledged = new Map<string, number>();
  readonly #visited = new Set<string>(KEYS);
  #stale: Stale | undefined;
  #authors = 0;

  constructor(private readonly seed: number) {
    this.#scheduler = new Scheduler(seed);
    this.#database = new SimulatedDatabase(this.#scheduler);
  }

  /** @throws Stale */
  async run(): Promise<void> {
    for (let count = 0; count < 3; count++) this.#join();
    await this.#run(() => this.#living().length > 1, STEPS);
    for (let count = 0; count < 2; count++) void this.#author();
    void this.#creator();
    for (let count = 0; count < 3; count++) void this.#visitor();
    for (let phase = 0; phase < 6; phase++) {
      await this.#run(() => false, STEPS / 6);
      if (this.#scheduler.below(2) === 0) this.#disturb();
    }
    await this.#run(() => this.#authors === 0, STEPS);
    await this.#settle();
  }

  async #run(isDone: () => boolean, maxSteps: number): Promise<void> {
    await this.#scheduler.runUntil(() => this.#stale !== undefined || isDone(), maxSteps);
    if (this.#stale !== undefined) throw this.#stale;
  }

  /** After all failures have ended, every instance must serve the newest version, even if its author died. */
  async #settle(): Promise<void> {
    this.#database.isAway = false;
    for (const instance of this.#instances) {
      instance.restore();
      instance.owner.isStopped = false;
    }
    this.#scheduler.isCalm = true;
    const endMs = this.#scheduler.nowMs + SETTLE_MS;
    await this.#run(() => this.#scheduler.nowMs > endMs, STEPS_TO_SETTLE);
    for (const key of this.#visited) {
      const version = this.#database.links.get(key) ?? 0;
      for (const instance of this.#living())
        this.#expect(instance, key, instance.peek(key), version);
    }
    if (this.#stale !== undefined) throw this.#stale;
  }

  #join(): void {
    const instance = new SimulatedInstance(this.#scheduler, this.#database);
    this.#instances.push(instance);
    void instance.start().then(
      () => KEYS.forEach((key) => void this.#visit(instance, key)),
      // As the program ends when it cannot reach the database at the start.
      () => (instance.owner.isDead = true),
    );
  }

  #kill(instance: SimulatedInstance): void {
    if (this.#living().length > 1) instance.kill();
  }

  /** For a short time or long enough for an eviction. */
  #disturb(): void {
    const instance = this.#scheduler.pick(this.#living());
    const ms = this.#scheduler.pick(DISTURBANCES_MS);
    const kinds = [
      () => this.#stop(instance, ms),
      () => this.#suspend(instance, ms),
      () => this.#cutOff(instance, ms),
      () => this.#interruptDatabase(ms),
    ];
    void this.#scheduler.pick(kinds)();
  }

  async #stop({ owner }: SimulatedInstance, ms: number): Promise<void> {
    owner.isStopped = true;
    await this.#later(ms);
    owner.isStopped = false;
  }

  async #suspend(instance: SimulatedInstance, ms: number): Promise<void> {
    const sinceMs = this.#scheduler.nowMs;
    await this.#stop(instance, ms);
    instance.noteSuspension(this.#scheduler.nowMs - sinceMs);
  }

  async #cutOff(instance: SimulatedInstance, ms: number): Promise<void> {
    instance.line.isCut = true;
    await this.#later(ms);
    instance.restore();
  }

  /** No instance can reach the database, and often one is stopped as the database returns. */
  async #interruptDatabase(ms: number): Promise<void> {
    this.#database.isAway = true;
    await this.#later(ms);
    const instance = this.#scheduler.pick(this.#living());
    if (this.#scheduler.below(2) === 0) {
      void this.#stop(instance, this.#scheduler.pick(DISTURBANCES_MS));
    }
    this.#database.isAway = false;
  }

  #later(ms: number): Promise<void> {
    return this.#scheduler.sleep({ isDead: false, isStopped: false }, ms);
  }

  #living(): SimulatedInstance[] {
    return this.#instances.filter(({ owner, isStarted }) => isStarted && !owner.isDead);
  }

  async #author(): Promise<void> {
    this.#authors++;
    for (let count = 0; count < CHANGES_PER_AUTHOR; count++) {
      await this.#later(this.#scheduler.below(200));
      const key = this.#scheduler.pick(KEYS);
      const instance = this.#scheduler.pick(this.#living());
      this.#disturbChange(instance, key);
      this.#acknowledge(key, await instance.change(key).catch(valueIfUnavailable(0)));
    }
    this.#authors--;
  }

  /** During a change another instance may join, and the author's instance may die. */
  #disturbChange(author: SimulatedInstance, key: string): void {
    const { below } = this.#scheduler;
    if (below(3) === 0) void this.#later(below(30)).then(() => this.#join());
    if (below(6) === 0) void this.#later(below(60)).then(() => this.#kill(author));
    if (below(6) === 0) void this.#killAfterCommit(author, key);
  }

  /** Kills the instance after the commit, so that another one must complete the change. */
  async #killAfterCommit(author: SimulatedInstance, key: string): Promise<void> {
    const before = this.#database.links.get(key);
    for (let count = 0; count < 100; count++) {
      await this.#later(0);
      if (this.#database.links.get(key) !== before) break;
    }
    this.#kill(author);
  }

  async #creator(): Promise<void> {
    for (let count = 0; count < CHANGES_PER_AUTHOR; count++) {
      await this.#later(this.#scheduler.below(200));
      const key = await this.#scheduler
        .pick(this.#living())
        .create()
        .catch(valueIfUnavailable(undefined));
      if (key !== undefined) this.#acknowledge(key, 1);
    }
  }

  /** From now on, also at this moment, no visitor may get an older version. */
  #acknowledge(key: string, version: number): void {
    this.#acknowledged.set(key, Math.max(this.#acknowledged.get(key) ?? 0, version));
    this.#visited.add(key);
    for (const instance of this.#living()) void this.#visit(instance, key);
  }

  async #visitor(): Promise<void> {
    for (;;) {
      await this.#later(this.#scheduler.below(20));
      // Visitors guess short keys before they are issued.
      const guess = String(this.#scheduler.below(10));
      const others = [...this.#visited, guess];
      const key = this.#scheduler.pick(this.#scheduler.below(3) === 0 ? others : KEYS);
      this.#visited.add(key);
      await this.#visit(this.#scheduler.pick(this.#living()), key);
    }
  }

  async #visit(instance: SimulatedInstance, key: string): Promise<void> {
    const atLeast = this.#acknowledged.get(key) ?? 0;
    // A request to a stopped instance waits.
    await this.#scheduler.step(instance.owner);
    const arrivedAtMs = this.#scheduler.nowMs;
    const wasCutOff = instance.isCutOff;
    const fromMemory = instance.peek(key);
    const version = fromMemory ?? (await instance.read(key).catch(valueIfUnavailable(undefined)));
    const tookMs = this.#scheduler.nowMs - arrivedAtMs;
    const isExcused = wasCutOff || instance.isCutOff || instance.mayDoWithoutAnswer(tookMs);
    if (!isExcused) this.#expect(instance, key, version, atLeast);
  }

  #expect(
    instance: SimulatedInstance,
    key: string,
    version: number | undefined,
    atLeast: number,
  ): void {
    if (version === undefined || version >= atLeast) return;
    const who = this.#instances.indexOf(instance);
    this.#stale ??= new Stale(
      `seed ${this.seed}: instance ${who} gave version ${version} of ${key}, not ${atLeast}`,
    );
  }
}

/** An instance that cannot reach the database may fail. */
function valueIfUnavailable<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Problem && error.code === 'database-unavailable') return answer;
    throw error;
  };
}
