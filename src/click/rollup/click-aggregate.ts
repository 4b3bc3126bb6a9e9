import type { Clicks } from '../click.js';
import { QUARTERS_PER_DAY } from '../day.js';
import { Breakdown } from './breakdown.js';
import { QuarterHours } from './quarter-hours.js';

/** Clicks on one link, or on all links, on one day, that are not in the roll-ups yet. */
export class DailyAggregate {
  readonly quarters = new QuarterHours();
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

  merge(other: DailyAggregate): void {
    this.quarters.merge(other.quarters);
    this.breakdown.merge(other.breakdown);
    this.unlimitedCount += other.unlimitedCount;
    for (const visitor of other.visitors) this.visitors.add(visitor);
  }
}

/** Folds clicks into sums by link and day. */
export class ClickAggregate {
  readonly #days = new Map<number, Map<number, DailyAggregate>>();

  add(clicks: Clicks): void {
    this.#at(clicks.linkId, Math.floor(clicks.quarter / QUARTERS_PER_DAY)).add(clicks);
  }

  get isEmpty(): boolean {
    return this.#days.size === 0;
  }

  /** Day by day, in each by link: everybody writes them in this order. */
  linkDays(): DailyAggregate[][] {
    return this.#inOrder().map(([, links]) =>
      [...links.values()].sort((one, other) => one.linkId - other.linkId),
    );
  }

  /** All links together under this id, day by day. */
  allLinksDays(linkId: number): DailyAggregate[] {
    return this.#inOrder().map(([day, links]) => {
      const sum = new DailyAggregate(linkId, day);
      for (const aggregate of links.values()) sum.merge(aggregate);
      return sum;
    });
  }

  #inOrder(): [number, Map<number, DailyAggregate>][] {
    return [...this.#days].sort(([one], [other]) => one - other);
  }

  #at(linkId: number, day: number): DailyAggregate {
    let links = this.#days.get(day);
    if (links === undefined) this.#days.set(day, (links = new Map()));
    let aggregate = links.get(linkId);
    if (aggregate === undefined) links.set(linkId, (aggregate = new DailyAggregate(linkId, day)));
    return aggregate;
  }
}
