import type { Clicks } from '../click.js';
import { QUARTERS_PER_DAY } from '../day.js';
import { Breakdown } from './breakdown.js';
import { Quarters } from './quarters.js';

/** Clicks on one link, or on all links, on one day, that are not in the roll-ups yet. */
export class DayTally {
  readonly quarters = new Quarters();
  readonly breakdown = new Breakdown();
  readonly visitors = new Set<number>();
  /** Those that no limit was asked about. */
  unlimitedCount = 0;

  constructor(
    readonly linkId: number,
    readonly day: number,
  ) {}

  add({ quarter, count, isLimited, visit }: Clicks): void {
    this.quarters.count(quarter, visit.class, count);
    if (!isLimited) this.unlimitedCount += count;
    if (visit.class !== 'human') return;
    this.breakdown.count(visit, count);
    if (visit.visitor !== null) this.visitors.add(visit.visitor);
  }

  merge(other: DayTally): void {
    this.quarters.merge(other.quarters);
    this.breakdown.merge(other.breakdown);
    this.unlimitedCount += other.unlimitedCount;
    for (const visitor of other.visitors) this.visitors.add(visitor);
  }
}

/** Folds clicks into sums by link and day. */
export class Tally {
  readonly #days = new Map<number, Map<number, DayTally>>();

  add(clicks: Clicks): void {
    this.#at(clicks.linkId, Math.floor(clicks.quarter / QUARTERS_PER_DAY)).add(clicks);
  }

  get isEmpty(): boolean {
    return this.#days.size === 0;
  }

  /** Day by day, in each by link: everybody writes them in this order. */
  ofLinks(): DayTally[][] {
    return this.#inOrder().map(([, links]) =>
      [...links.values()].sort((one, other) => one.linkId - other.linkId),
    );
  }

  /** All links together under this id, day by day. */
  ofAll(linkId: number): DayTally[] {
    return this.#inOrder().map(([day, links]) => {
      const sum = new DayTally(linkId, day);
      for (const tally of links.values()) sum.merge(tally);
      return sum;
    });
  }

  #inOrder(): [number, Map<number, DayTally>][] {
    return [...this.#days].sort(([one], [other]) => one - other);
  }

  #at(linkId: number, day: number): DayTally {
    let links = this.#days.get(day);
    if (links === undefined) this.#days.set(day, (links = new Map()));
    let tally = links.get(linkId);
    if (tally === undefined) links.set(linkId, (tally = new DayTally(linkId, day)));
    return tally;
  }
}
