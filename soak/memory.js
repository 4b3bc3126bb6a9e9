import { Machine } from './machine.js';
import { print, PROMISES } from './report.js';

const SAMPLE_EVERY_MS = 1_000;
/** Shorter lives say nothing: the heap of a new process grows to its working size. */
const MIN_LIFE_MS = 100_000;
/**
 * How much an instance may grow between the second and the last quarter of its life. What is collected now and then
 * does not count, because the lowest readings of both are compared.
 */
const MAX_GROWTH_MB = 64;
/** In its first minutes the heap of an instance still grows to its working size: by 14 to 70 MB in two minutes. */
const WARM_UP_MS = 300_000;
const MAX_WARM_UP_MB = 128;

/** @typedef {{ atMs: number, mb: number }} Reading */

/** The resident memory of each instance. */
export class Memory {
  /** @type {Map<number, Reading[]>} */
  #readings = new Map();
  #timer;

  /** @param {import('./soak.js').Context} context */
  constructor(context) {
    this.context = context;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** Judges all instances that lived long enough. */
  judge() {
    for (const [pid, readings] of this.#readings) this.#judge(pid, readings);
  }

  #sample() {
    for (const pid of this.context.machines.flatMap((machine) => machine.pids())) {
      const mb = Machine.residentMb(pid);
      const readings = this.#readings.get(pid) ?? [];
      this.#readings.set(pid, readings);
      if (mb !== undefined) readings.push({ atMs: performance.now(), mb });
    }
  }

  /** @param {number} pid @param {Reading[]} readings */
  #judge(pid, readings) {
    const [first, last] = [readings.at(0), readings.at(-1)];
    if (first === undefined || last === undefined) return;
    const lifeMs = last.atMs - first.atMs;
    if (lifeMs < MIN_LIFE_MS) return;
    /** @param {number} from @param {number} to */
    const lowest = (from, to) =>
      Math.min(
        ...readings
          .filter(
            ({ atMs }) => atMs >= first.atMs + from * lifeMs && atMs <= first.atMs + to * lifeMs,
          )
          .map(({ mb }) => mb),
      );
    const [before, after] = [lowest(0.25, 0.5), lowest(0.75, 1)];
    const what = `instance ${pid} has ${before.toFixed(0)} MB in the second and ${after.toFixed(0)} MB in the last quarter of ${(lifeMs / 1000).toFixed(0)} s`;
    print(what);
    const limitMb = lifeMs < WARM_UP_MS ? MAX_WARM_UP_MB : MAX_GROWTH_MB;
    if (after - before > limitMb) this.context.findings.add(PROMISES.flat, what);
  }
}
