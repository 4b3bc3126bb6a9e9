import { describe, expect, it } from '@jest/globals';
import type { Clicks } from '../visit/visit.js';
import { QUARTERS_PER_DAY } from '../day.js';
import { anonymousVisit } from '../visit/visit.js';
import { ClickAggregate, type DailyAggregate } from './click-aggregate.js';

const ALL = -1;
const DAY = 20_000;
const HUMAN = anonymousVisit('human');

const createClicks = (linkId: number, day = DAY, more: Partial<Clicks> = {}): Clicks => ({
  linkId,
  quarter: day * QUARTERS_PER_DAY,
  count: 1,
  isLimited: false,
  visit: HUMAN,
  ...more,
});

function aggregateClicks(...clicks: Clicks[]): ClickAggregate {
  const aggregate = new ClickAggregate();
  for (const each of clicks) aggregate.add(each);
  return aggregate;
}

const toKey = ({ linkId, day }: DailyAggregate) => [day, linkId];

describe(ClickAggregate.name, () => {
  it('is empty at first', () => {
    expect([new ClickAggregate().linkDays(), new ClickAggregate().allLinksDays(ALL)]).toEqual([
      [],
      [],
    ]);
  });

  it('sorts by day and link, whatever the order of the clicks', () => {
    const aggregate = aggregateClicks(
      createClicks(10, DAY + 1),
      createClicks(9, DAY),
      createClicks(10, DAY),
      createClicks(2, DAY + 1),
      createClicks(9, DAY),
    );
    expect(aggregate.linkDays().map((links) => links.map(toKey))).toEqual([
      [
        [DAY, 9],
        [DAY, 10],
      ],
      [
        [DAY + 1, 2],
        [DAY + 1, 10],
      ],
    ]);
    expect(aggregate.linkDays()[0]?.[0]?.quarterHours.total().humans).toBe(2);
  });

  it('puts the last quarter of a day and the first of the next into two days', () => {
    const last = (DAY + 1) * QUARTERS_PER_DAY - 1;
    const aggregate = aggregateClicks(
      createClicks(1, DAY, { quarter: last }),
      createClicks(1, DAY, { quarter: last + 1 }),
    );
    expect(aggregate.linkDays().flat().map(toKey)).toEqual([
      [DAY, 1],
      [DAY + 1, 1],
    ]);
  });

  it('sums all links of a day under the given id', () => {
    const one = { ...HUMAN, visitor: 7, country: 'DE' };
    const other = { ...HUMAN, visitor: 8, country: 'DE' };
    const aggregate = aggregateClicks(
      createClicks(1, DAY, { count: 2, visit: one }),
      createClicks(2, DAY, { count: 3, visit: one, isLimited: true }),
      createClicks(2, DAY, { count: 4, visit: other }),
      createClicks(2, DAY + 1),
    );
    const [first, second] = aggregate.allLinksDays(ALL);
    expect([first, second].map((sum) => sum && toKey(sum))).toEqual([
      [DAY, ALL],
      [DAY + 1, ALL],
    ]);
    expect(first?.quarterHours.total()).toEqual({ humans: 9, bots: 0, prefetches: 0 });
    expect(first?.breakdown.top('country', 9)).toEqual([{ value: 'DE', clicks: 9 }]);
    expect(first?.visitors).toEqual(new Set([7, 8]));
    expect(first?.unlimitedCount).toBe(6);
  });

  it('sums all links repeatedly, and leaves single links unchanged', () => {
    const aggregate = aggregateClicks(createClicks(1), createClicks(2));
    const totals = () =>
      aggregate.allLinksDays(ALL).map(({ quarterHours }) => quarterHours.total().humans);
    expect([totals(), totals()]).toEqual([[2], [2]]);
    expect(
      aggregate
        .linkDays()
        .flat()
        .map(({ quarterHours }) => quarterHours.total().humans),
    ).toEqual([1, 1]);
  });

  it('breaks down human clicks only', () => {
    const aggregate = aggregateClicks(
      createClicks(1, DAY, { visit: anonymousVisit('bot'), count: 5 }),
      createClicks(1, DAY, { visit: anonymousVisit('prefetch'), count: 3 }),
      createClicks(1, DAY, { visit: { ...HUMAN, visitor: 7 }, count: 2 }),
      createClicks(1, DAY, { visit: HUMAN }),
    );
    const [sum] = aggregate.allLinksDays(ALL);
    expect(sum?.quarterHours.total()).toEqual({ humans: 3, bots: 5, prefetches: 3 });
    expect(sum?.breakdown.total('country')).toBe(3);
    expect([...(sum?.visitors ?? [])]).toEqual([7]);
  });

  it('counts redirects without a limit, of every class', () => {
    const aggregate = aggregateClicks(
      createClicks(1, DAY, { isLimited: true, count: 5 }),
      createClicks(1, DAY, { isLimited: false, count: 2 }),
      createClicks(1, DAY, { isLimited: false, visit: anonymousVisit('prefetch') }),
    );
    expect(
      aggregate
        .linkDays()
        .flat()
        .map(({ unlimitedCount }) => unlimitedCount),
    ).toEqual([3]);
  });
});
