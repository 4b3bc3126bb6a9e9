import { describe, expect, it, jest } from '@jest/globals';
import { anonymousVisit } from '../visit/visit.js';
import { Breakdown } from './breakdown.js';
import { BreakdownCache } from './breakdown-cache.js';
import type { ClickDayStore } from './click-day.store.js';

const FIRST_DAY = 20_000;
const DAY_COUNT = 100;

/** A link with one human from the given host on each day. */
class DaysOfALink {
  readonly #days = new Map<number, { day: number; clicks: number; breakdown: string }>();

  constructor() {
    for (let day = FIRST_DAY; day < FIRST_DAY + DAY_COUNT; day++) this.set(day, 1);
  }

  set(day: number, clicks: number): void {
    const breakdown = new Breakdown();
    breakdown.count({ ...anonymousVisit('human'), referrer: `host${day % 3}` }, clicks);
    this.#days.set(day, { day, clicks, breakdown: breakdown.toString() });
  }

  remove(day: number): void {
    this.#days.delete(day);
  }

  readonly findDays = jest.fn(
    (_linkId: number, [first, last]: readonly [number, number], _details?: readonly string[]) =>
      Promise.resolve(
        [...this.#days.values()]
          .filter(({ day }) => day >= first && day <= last)
          .map((day) => ({ ...day, bots: 0, prefetches: 0, visitors: 0 })),
      ),
  );
}

async function sumOver(
  link: DaysOfALink,
  breakdowns: BreakdownCache,
  [first, last]: [number, number] = [FIRST_DAY, FIRST_DAY + DAY_COUNT - 1],
): Promise<{ clicks: number; queries: number }> {
  const days = await link.findDays(1, [first, last]);
  link.findDays.mockClear();
  const breakdown = await breakdowns.sum(1, days);
  return { clicks: breakdown.total('referrer'), queries: link.findDays.mock.calls.length };
}

function breakdownsOf(link: DaysOfALink): BreakdownCache {
  return new BreakdownCache(link as unknown as ClickDayStore);
}

describe(BreakdownCache.name, () => {
  it('adds up all days with one query, and the second time with none', async () => {
    const link = new DaysOfALink();
    const breakdowns = breakdownsOf(link);
    expect(await sumOver(link, breakdowns)).toEqual({ clicks: DAY_COUNT, queries: 1 });
    expect(await sumOver(link, breakdowns)).toEqual({ clicks: DAY_COUNT, queries: 0 });
  });

  it('sees a click that is added to a day in the past', async () => {
    const link = new DaysOfALink();
    const breakdowns = breakdownsOf(link);
    await sumOver(link, breakdowns);
    link.set(FIRST_DAY + 50, 5);
    expect(await sumOver(link, breakdowns)).toEqual({ clicks: DAY_COUNT + 4, queries: 1 });
  });

  it('sees that a day was removed', async () => {
    const link = new DaysOfALink();
    const breakdowns = breakdownsOf(link);
    await sumOver(link, breakdowns);
    link.remove(FIRST_DAY + 50);
    expect(await sumOver(link, breakdowns)).toMatchObject({ clicks: DAY_COUNT - 1 });
  });

  it('tells of the days that are asked for only', async () => {
    const link = new DaysOfALink();
    const breakdowns = breakdownsOf(link);
    await sumOver(link, breakdowns);
    const some = await sumOver(link, breakdowns, [FIRST_DAY + 10, FIRST_DAY + 29]);
    expect(some.clicks).toBe(20);
  });

  it('does not take one link for another', async () => {
    const link = new DaysOfALink();
    const breakdowns = breakdownsOf(link);
    await sumOver(link, breakdowns);
    const days = await link.findDays(2, [FIRST_DAY, FIRST_DAY]);
    link.findDays.mockClear();
    await breakdowns.sum(2, days);
    expect(link.findDays).toHaveBeenCalledWith(2, expect.anything(), ['breakdown']);
  });
});
