import type { Clicks } from '../visit/visit.js';
import { QUARTERS_PER_DAY } from '../day.js';
import { Breakdown } from './breakdown.js';
import type { ClickDay } from './click-day.entity.js';
import { QuarterHours } from './quarter-hours.js';
import { VisitorSketch } from './visitor-sketch.js';

/** Sums new clicks on one link, or on all links, on one UTC day. */
export class DailyAggregate {
  readonly quarterHours = new QuarterHours();
  readonly breakdown = new Breakdown();
  readonly visitors = new Set<number>();
  /** Redirects that were not counted against `maxClicks` when they were served. */
  unlimitedCount = 0;

  constructor(
    readonly linkId: number,
    readonly day: number,
  ) {}

  add({ quarter, count, isLimited, visit }: Clicks): void {
    this.quarterHours.count(quarter, visit.class, count);
    if (!isLimited) this.unlimitedCount += count;
    if (visit.class !== 'human') return;
    this.breakdown.count(visit, count);
    if (visit.visitor !== null) this.visitors.add(visit.visitor);
  }

  merge(other: DailyAggregate): void {
    this.quarterHours.merge(other.quarterHours);
    this.breakdown.merge(other.breakdown);
    this.unlimitedCount += other.unlimitedCount;
    for (const visitor of other.visitors) this.visitors.add(visitor);
  }
}

/** The columns from which the others are computed. Some drivers return an `ArrayBuffer`. */
export type ClickDayDetail = Pick<ClickDay, 'linkId' | 'day' | 'quarterHours' | 'breakdown'> & {
  readonly sketch: Uint8Array | ArrayBuffer;
};

export function mergeIntoRow(row: ClickDayDetail, aggregate: DailyAggregate): ClickDay {
  const quarterHours = QuarterHours.parse(row.quarterHours);
  quarterHours.merge(aggregate.quarterHours);
  const breakdown = Breakdown.parse(row.breakdown);
  breakdown.merge(aggregate.breakdown);
  breakdown.limit();
  const sketch = VisitorSketch.parse(row.sketch);
  for (const visitor of aggregate.visitors) sketch.add(visitor);
  const { humans, bots, prefetches } = quarterHours.total();
  return {
    linkId: row.linkId,
    day: row.day,
    clicks: humans + bots,
    bots,
    prefetches,
    visitors: sketch.count,
    quarterHours: quarterHours.toString(),
    breakdown: breakdown.toString(),
    sketch: sketch.toBytes(),
  };
}

export class ClickAggregate {
  readonly #days = new Map<number, Map<number, DailyAggregate>>();

  add(clicks: Clicks): void {
    this.#getOrCreate(clicks.linkId, Math.floor(clicks.quarter / QUARTERS_PER_DAY)).add(clicks);
  }

  get isEmpty(): boolean {
    return this.#days.size === 0;
  }

  /** One list per day, sorted by link. All instances write in this order. */
  linkDays(): DailyAggregate[][] {
    return this.#sortedDays().map(([, links]) =>
      [...links.values()].sort((one, other) => one.linkId - other.linkId),
    );
  }

  /** Sums all links under the given id, one aggregate per day. */
  allLinksDays(linkId: number): DailyAggregate[] {
    return this.#sortedDays().map(([day, links]) => {
      const sum = new DailyAggregate(linkId, day);
      for (const aggregate of links.values()) sum.merge(aggregate);
      return sum;
    });
  }

  #sortedDays(): [number, Map<number, DailyAggregate>][] {
    return [...this.#days].sort(([one], [other]) => one - other);
  }

  #getOrCreate(linkId: number, day: number): DailyAggregate {
    let links = this.#days.get(day);
    if (links === undefined) this.#days.set(day, (links = new Map()));
    let aggregate = links.get(linkId);
    if (aggregate === undefined) links.set(linkId, (aggregate = new DailyAggregate(linkId, day)));
    return aggregate;
  }
}
