import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Breakdown } from './breakdown.js';
import type { ClickDay } from './click-day.entity.js';
import { ClickDayStore, type DayOfClicks } from './click-day.store.js';

/** Days that are added up, and remembered, together: of a link that is clicked much, some milliseconds. */
const DAYS_TOGETHER = 32;
/** Of values in memory, some 100 bytes each. */
const MAX_REMEMBERED = 200_000;
/** Of all days together, while they are added up. */
const MAX_VALUES = 20_000;

interface Sum {
  /** Which days, and how many clicks each had. */
  readonly days: string;
  readonly breakdown: Breakdown;
}

/**
 * Adds up who the humans of many days were. The sum of some days is remembered, and good for as long as
 * none of them gets or loses a click: past days are added up once.
 */
@Injectable()
export class BreakdownCache {
  readonly #sums = new LRUCache<string, Sum>({
    maxSize: MAX_REMEMBERED,
    sizeCalculation: ({ breakdown }) => breakdown.size + 1,
  });

  constructor(private readonly store: ClickDayStore) {}

  /** @param days all that there are of the link from the first to the last of them, in order. */
  async sum(linkId: number, days: readonly DayOfClicks[]): Promise<Breakdown> {
    const groups = inGroups(days);
    const read = await this.#readUnknown(linkId, groups);
    const all = new Breakdown();
    for (const [group, daysOfGroup] of groups) {
      all.merge(
        this.#known(linkId, group, daysOfGroup) ?? this.#addUp(linkId, group, read.get(group)),
      );
      all.bound(MAX_VALUES, MAX_VALUES / 2);
      // Visitors are served in between.
      if (read.size > 0) await nextTurn();
    }
    return all;
  }

  async #readUnknown(linkId: number, groups: ReadonlyMap<number, readonly DayOfClicks[]>) {
    const unknown = [...groups]
      .filter(([group, days]) => this.#known(linkId, group, days) === undefined)
      .flatMap(([, days]) => days);
    const [first, last] = [unknown[0]?.day, unknown.at(-1)?.day];
    if (first === undefined || last === undefined) return new Map<number, never[]>();
    return inGroups(await this.store.findDays(linkId, [first, last], ['breakdown']));
  }

  #known(linkId: number, group: number, days: readonly DayOfClicks[]): Breakdown | undefined {
    const sum = this.#sums.get(`${linkId}.${group}`);
    return sum?.days === inWords(days) ? sum.breakdown : undefined;
  }

  #addUp(
    linkId: number,
    group: number,
    days: readonly (DayOfClicks & Pick<ClickDay, 'breakdown'>)[] = [],
  ): Breakdown {
    const breakdown = new Breakdown();
    for (const day of days) breakdown.mergeText(day.breakdown);
    breakdown.bound(MAX_VALUES, MAX_VALUES / 2);
    this.#sums.set(`${linkId}.${group}`, { days: inWords(days), breakdown });
    return breakdown;
  }
}

function inGroups<D extends DayOfClicks>(days: readonly D[]): Map<number, D[]> {
  const groups = new Map<number, D[]>();
  for (const day of days) {
    const group = Math.floor(day.day / DAYS_TOGETHER);
    const others = groups.get(group);
    if (others === undefined) groups.set(group, [day]);
    else others.push(day);
  }
  return groups;
}

function inWords(days: readonly DayOfClicks[]): string {
  return days.map(({ day, clicks }) => `${day}:${clicks}`).join();
}
