import { QUARTERS_PER_DAY } from '../day.js';
import type { ClickClass } from '../visit/visit.js';

export interface ClassCounts {
  humans: number;
  bots: number;
  prefetches: number;
}

const COUNT_OF_CLASS = {
  human: 'humans',
  bot: 'bots',
  prefetch: 'prefetches',
} as const satisfies Record<ClickClass, keyof ClassCounts>;

export function zeroCounts(): ClassCounts {
  return { humans: 0, bots: 0, prefetches: 0 };
}

export function addCount(
  sum: ClassCounts,
  { humans, bots, prefetches }: Readonly<ClassCounts>,
): void {
  sum.humans += humans;
  sum.bots += bots;
  sum.prefetches += prefetches;
}

/** Redirects of a day. The text form is a JSON array of quarter, humans, bots, prefetches, repeated. */
export class QuarterHours {
  readonly #counts = new Map<number, ClassCounts>();

  /** @param text from `toString`; empty for no redirects. */
  static parse(text: string): QuarterHours {
    const quarters = new QuarterHours();
    const numbers = text === '' ? [] : (JSON.parse(text) as number[]);
    for (let index = 0; index < numbers.length; index += 4) {
      const [quarter = 0, humans = 0, bots = 0, prefetches = 0] = numbers.slice(index, index + 4);
      quarters.#counts.set(quarter, { humans, bots, prefetches });
    }
    return quarters;
  }

  /** @param quarter since any midnight of UTC. */
  add(quarter: number, counts: Readonly<ClassCounts>): void {
    addCount(this.#at(quarter % QUARTERS_PER_DAY), counts);
  }

  count(quarter: number, clickClass: ClickClass, count: number): void {
    this.#at(quarter % QUARTERS_PER_DAY)[COUNT_OF_CLASS[clickClass]] += count;
  }

  merge(other: QuarterHours): void {
    for (const [quarter, counts] of other.#counts) this.add(quarter, counts);
  }

  entries(): Iterable<readonly [number, Readonly<ClassCounts>]> {
    return this.#counts;
  }

  /** The last quarter of the day with a click by a human. */
  get lastOfHumans(): number | undefined {
    const quarters = [...this.#counts].filter(([, { humans }]) => humans > 0);
    return quarters.length === 0 ? undefined : Math.max(...quarters.map(([quarter]) => quarter));
  }

  total(): ClassCounts {
    const total = zeroCounts();
    for (const counts of this.#counts.values()) addCount(total, counts);
    return total;
  }

  toString(): string {
    const sorted = [...this.#counts].sort(([one], [other]) => one - other);
    return JSON.stringify(
      sorted.flatMap(([quarter, { humans, bots, prefetches }]) => [
        quarter,
        humans,
        bots,
        prefetches,
      ]),
    );
  }

  #at(quarter: number): ClassCounts {
    let counts = this.#counts.get(quarter);
    if (counts === undefined) {
      counts = zeroCounts();
      this.#counts.set(quarter, counts);
    }
    return counts;
  }
}
