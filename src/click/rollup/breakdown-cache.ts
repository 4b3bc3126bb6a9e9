import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Breakdown } from './breakdown.js';
import type { ClickDay } from './click-day.entity.js';
import { ClickDayStore, type DayOfClicks } from './click-day.store.js';

/** Days that are summed and cached together. That takes some milliseconds for a busy link. */
const DAYS_PER_GROUP = 32;
/** Each cached value takes about 100 bytes. */
const MAX_CACHED_VALUES = 200_000;
/** In each dimension of a sum. */
const MAX_VALUES = 20_000;

interface CachedSum {
  /** The days and their clicks when they were summed. */
  readonly version: string;
  readonly breakdown: Breakdown;
}

/** Sums and caches breakdowns. A cached sum is valid until the clicks on one of its days change. */
@Injectable()
export class BreakdownCache {
  readonly #sums = new LRUCache<string, CachedSum>({
    maxSize: MAX_CACHED_VALUES,
    sizeCalculation: ({ breakdown }) => breakdown.size + 1,
  });

  constructor(private readonly store: ClickDayStore) {}

  /** @param days all days with clicks on the link from the first to the last, in order. */
  async sum(linkId: number, days: readonly DayOfClicks[]): Promise<Breakdown> {
    const groups = groupDays(days);
    const rows = await this.#readUncached(linkId, groups);
    const total = new Breakdown();
    for (const [group, groupedDays] of groups) {
      total.merge(
        this.#getCached(linkId, group, groupedDays) ??
          this.#sumGroup(linkId, group, rows.get(group)),
      );
      total.limit(MAX_VALUES, MAX_VALUES / 2);
      if (rows.size > 0) await yieldToEventLoop();
    }
    return total;
  }

  async #readUncached(linkId: number, groups: ReadonlyMap<number, readonly DayOfClicks[]>) {
    const uncached = [...groups]
      .filter(([group, days]) => this.#getCached(linkId, group, days) === undefined)
      .flatMap(([, days]) => days);
    const [first, last] = [uncached[0]?.day, uncached.at(-1)?.day];
    if (first === undefined || last === undefined) return new Map<number, never[]>();
    return groupDays(await this.store.findDays(linkId, [first, last], ['breakdown']));
  }

  #getCached(linkId: number, group: number, days: readonly DayOfClicks[]): Breakdown | undefined {
    const sum = this.#sums.get(`${linkId}.${group}`);
    return sum?.version === toVersion(days) ? sum.breakdown : undefined;
  }

  #sumGroup(
    linkId: number,
    group: number,
    days: readonly (DayOfClicks & Pick<ClickDay, 'breakdown'>)[] = [],
  ): Breakdown {
    const breakdown = new Breakdown();
    for (const day of days) breakdown.mergeText(day.breakdown);
    breakdown.limit(MAX_VALUES, MAX_VALUES / 2);
    this.#sums.set(`${linkId}.${group}`, { version: toVersion(days), breakdown });
    return breakdown;
  }
}

function groupDays<D extends DayOfClicks>(days: readonly D[]): Map<number, D[]> {
  const groups = new Map<number, D[]>();
  for (const day of days) {
    const group = Math.floor(day.day / DAYS_PER_GROUP);
    const grouped = groups.get(group);
    if (grouped === undefined) groups.set(group, [day]);
    else grouped.push(day);
  }
  return groups;
}

function toVersion(days: readonly DayOfClicks[]): string {
  return days.map(({ day, clicks }) => `${day}:${clicks}`).join();
}
