import { QUARTERS_PER_DAY } from '../day.js';
import type { ClickClass } from '../visit/visit.js';
import { addTo, COUNT_OF_CLASS, noCounts, type ClassCounts } from './class-counts.js';

/** The clicks of a day by quarters of an hour. Written as a list, of four numbers for each that has any. */
export class Quarters {
  readonly #counts = new Map<number, ClassCounts>();

  /** @param text what `toString` made; empty for none. */
  static parse(text: string): Quarters {
    const quarters = new Quarters();
    const numbers = text === '' ? [] : (JSON.parse(text) as number[]);
    for (let index = 0; index < numbers.length; index += 4) {
      const [quarter = 0, humans = 0, bots = 0, prefetches = 0] = numbers.slice(index, index + 4);
      quarters.#counts.set(quarter, { humans, bots, prefetches });
    }
    return quarters;
  }

  /** @param quarter of any day: 0 is midnight. */
  add(quarter: number, counts: Readonly<ClassCounts>): void {
    addTo(this.#at(quarter % QUARTERS_PER_DAY), counts);
  }

  count(quarter: number, clickClass: ClickClass, count: number): void {
    this.#at(quarter % QUARTERS_PER_DAY)[COUNT_OF_CLASS[clickClass]] += count;
  }

  merge(other: Quarters): void {
    for (const [quarter, counts] of other.#counts) this.add(quarter, counts);
  }

  entries(): Iterable<readonly [number, Readonly<ClassCounts>]> {
    return this.#counts;
  }

  total(): ClassCounts {
    const total = noCounts();
    for (const counts of this.#counts.values()) addTo(total, counts);
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
      counts = noCounts();
      this.#counts.set(quarter, counts);
    }
    return counts;
  }
}
