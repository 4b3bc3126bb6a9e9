/** The process that takes a step, or the network between a process and the database. */
export interface Owner {
  /** A killed process takes no further step. */
  isDead: boolean;
  /** A stopped process takes no step until it continues. */
  isStopped: boolean;
}

interface Step {
  readonly owner: Owner;
  readonly dueMs: number;
  readonly go: () => void;
}

/** Occasional jump of the time for all processes, so that leases expire. */
const LEAP_MS = 1_500;
/** The number of jumps in a hundred steps. */
const LEAPS = 1;

/**
 * The time and the order of a simulation. When a process waits for a response or a timer, the next step is
 * chosen by a generator with a seed, so each seed is one interleaving that can be run again.
 */
export class Scheduler {
  nowMs = 0;
  /** Whether the time no longer jumps. */
  isCalm = false;
  /** If set, each step takes up to this time, and a timer waits until it is due. */
  stepMs = 0;
  #steps: Step[] = [];
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = mulberry32(seed);
  }

  /** A point at which any other step may happen first. */
  step(owner: Owner): Promise<void> {
    return this.sleep(owner, 0);
  }

  sleep(owner: Owner, ms: number): Promise<void> {
    return new Promise((go) => this.#steps.push({ owner, dueMs: this.nowMs + ms, go }));
  }

  readonly below = (count: number): number => Math.floor(this.#random() * count);

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  /** Takes steps until the condition holds, at most `maxSteps`. */
  async runUntil(isDone: () => boolean, maxSteps: number): Promise<void> {
    for (let count = 0; count < maxSteps && !isDone(); count++) {
      if (!this.isCalm && this.below(100) < LEAPS) this.nowMs += LEAP_MS;
      const next = this.#choose();
      if (next === undefined) return;
      this.#steps = this.#steps.filter((step) => step !== next && !step.owner.isDead);
      this.nowMs = Math.max(this.nowMs, next.dueMs);
      if (this.stepMs > 0) this.nowMs += this.below(this.stepMs);
      next.go();
      await drainMicrotasks();
    }
  }

  /** Picks a step that is due, or the next timer, to which the time then advances. */
  #choose(): Step | undefined {
    const candidates: Step[] = [];
    let first: Step | undefined;
    for (const step of this.#steps) {
      if (step.owner.isDead || step.owner.isStopped) continue;
      if (step.dueMs <= this.nowMs) candidates.push(step);
      else if (first === undefined || step.dueMs < first.dueMs) first = step;
    }
    const isPunctual = this.stepMs > 0 && candidates.length > 0;
    if (first !== undefined && !isPunctual) candidates.push(first);
    return candidates.length === 0 ? undefined : this.pick(candidates);
  }
}

/** Waits until all reactions of promises have run. A tick comes after all microtasks. */
function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** Tommy Ettinger's generator: small, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
