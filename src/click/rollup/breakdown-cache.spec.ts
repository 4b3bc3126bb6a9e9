import { describe, expect, it, jest } from '@jest/globals';
import { anonymousVisit } from '../visit/visit.js';
import { Breakdown } from './breakdown.js';
import { BreakdownCache } from './breakdown-cache.js';
import type { ClickDayStore } from './click-day.store.js';

const FIRST_DAY = 20_000;
const DAY_COUNT = 100;

/** Has one human click on each day. */
class FakeClickDays {
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

async function sumDays(
  link: FakeClickDays,
  cache: BreakdownCache,
  [first, last]: [number, number] = [FIRST_DAY, FIRST_DAY + DAY_COUNT - 1],
): Promise<{ clicks: number; queries: number }> {
  const days = await link.findDays(1, [first, last]);
  link.findDays.mockClear();
  const breakdown = await cache.sum(1, days);
  return { clicks: breakdown.total('referrer'), queries: link.findDays.mock.calls.length };
}

function createCache(link: FakeClickDays): BreakdownCache {
  return new BreakdownCache(link as unknown as ClickDayStore);
}

describe(BreakdownCache.name, () => {
  it('sums all days with one query, and the second time with none', async () => {
    const link = new FakeClickDays();
    const cache = createCache(link);
    expect(await sumDays(link, cache)).toEqual({ clicks: DAY_COUNT, queries: 1 });
    expect(await sumDays(link, cache)).toEqual({ clicks: DAY_COUNT, queries: 0 });
  });

  it('notices a click on a past day', async () => {
    const link = new FakeClickDays();
    const cache = createCache(link);
    await sumDays(link, cache);
    link.set(FIRST_DAY + 50, 5);
    expect(await sumDays(link, cache)).toEqual({ clicks: DAY_COUNT + 4, queries: 1 });
  });

  it('notices a removed day', async () => {
    const link = new FakeClickDays();
    const cache = createCache(link);
    await sumDays(link, cache);
    link.remove(FIRST_DAY + 50);
    expect(await sumDays(link, cache)).toMatchObject({ clicks: DAY_COUNT - 1 });
  });

  it('sums the requested days only', async () => {
    const link = new FakeClickDays();
    const cache = createCache(link);
    await sumDays(link, cache);
    const part = await sumDays(link, cache, [FIRST_DAY + 10, FIRST_DAY + 29]);
    expect(part.clicks).toBe(20);
  });

  it('caches each link separately', async () => {
    const link = new FakeClickDays();
    const cache = createCache(link);
    await sumDays(link, cache);
    const days = await link.findDays(2, [FIRST_DAY, FIRST_DAY]);
    link.findDays.mockClear();
    await cache.sum(2, days);
    expect(link.findDays).toHaveBeenCalledWith(2, expect.anything(), ['breakdown']);
  });
});
