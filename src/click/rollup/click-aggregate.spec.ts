import { describe, expect, it } from '@jest/globals';
import type { Clicks } from '../click.js';
import { QUARTERS_PER_DAY } from '../day.js';
import { anonymousVisit } from '../visit/visit.js';
import { ClickAggregate, type DailyAggregate } from './click-aggregate.js';

const ALL = -1;
const DAY = 20_000;
const HUMAN = anonymousVisit('human');

const clicksOn = (linkId: number, day = DAY, more: Partial<Clicks> = {}): Clicks => ({
  linkId,
  quarter: day * QUARTERS_PER_DAY,
  count: 1,
  isLimited: false,
  visit: HUMAN,
  ...more,
});

function tallyOf(...clicks: Clicks[]): ClickAggregate {
  const aggregate = new ClickAggregate();
  for (const some of clicks) aggregate.add(some);
  return aggregate;
}

const nameOf = ({ linkId, day }: DailyAggregate) => [day, linkId];

describe(ClickAggregate.name, () => {
  it('is empty in the beginning', () => {
    expect([new ClickAggregate().linkDays(), new ClickAggregate().allLinksDays(ALL)]).toEqual([
      [],
      [],
    ]);
  });

  it('sums by day and link, both in order, whatever the order in which clicks came', () => {
    const aggregate = tallyOf(
      clicksOn(10, DAY + 1),
      clicksOn(9, DAY),
      clicksOn(10, DAY),
      clicksOn(2, DAY + 1),
      clicksOn(9, DAY),
    );
    expect(aggregate.linkDays().map((ofDay) => ofDay.map(nameOf))).toEqual([
      [
        [DAY, 9],
        [DAY, 10],
      ],
      [
        [DAY + 1, 2],
        [DAY + 1, 10],
      ],
    ]);
    expect(aggregate.linkDays()[0]?.[0]?.quarters.total().humans).toBe(2);
  });

  it('tells the last quarter of a day from the first of the next', () => {
    const last = (DAY + 1) * QUARTERS_PER_DAY - 1;
    const aggregate = tallyOf(
      clicksOn(1, DAY, { quarter: last }),
      clicksOn(1, DAY, { quarter: last + 1 }),
    );
    expect(aggregate.linkDays().flat().map(nameOf)).toEqual([
      [DAY, 1],
      [DAY + 1, 1],
    ]);
  });

  it('sums all links of a day under another id', () => {
    const one = { ...HUMAN, visitor: 7, country: 'DE' };
    const other = { ...HUMAN, visitor: 8, country: 'DE' };
    const aggregate = tallyOf(
      clicksOn(1, DAY, { count: 2, visit: one }),
      clicksOn(2, DAY, { count: 3, visit: one, isLimited: true }),
      clicksOn(2, DAY, { count: 4, visit: other }),
      clicksOn(2, DAY + 1),
    );
    const [first, second] = aggregate.allLinksDays(ALL);
    expect([first, second].map((sum) => sum && nameOf(sum))).toEqual([
      [DAY, ALL],
      [DAY + 1, ALL],
    ]);
    expect(first?.quarters.total()).toEqual({ humans: 9, bots: 0, prefetches: 0 });
    expect(first?.breakdown.top('country', 9)).toEqual([{ value: 'DE', clicks: 9 }]);
    expect(first?.visitors).toEqual(new Set([7, 8]));
    expect(first?.unlimitedCount).toBe(6);
  });

  it('does not change what it sums of links when it sums all, and can do so again', () => {
    const aggregate = tallyOf(clicksOn(1), clicksOn(2));
    const totals = () => aggregate.allLinksDays(ALL).map(({ quarters }) => quarters.total().humans);
    expect([totals(), totals()]).toEqual([[2], [2]]);
    expect(
      aggregate
        .linkDays()
        .flat()
        .map(({ quarters }) => quarters.total().humans),
    ).toEqual([1, 1]);
  });

  it('breaks down the clicks of humans only', () => {
    const aggregate = tallyOf(
      clicksOn(1, DAY, { visit: anonymousVisit('bot'), count: 5 }),
      clicksOn(1, DAY, { visit: anonymousVisit('prefetch'), count: 3 }),
      clicksOn(1, DAY, { visit: { ...HUMAN, visitor: 7 }, count: 2 }),
      clicksOn(1, DAY, { visit: HUMAN }),
    );
    const [sum] = aggregate.allLinksDays(ALL);
    expect(sum?.quarters.total()).toEqual({ humans: 3, bots: 5, prefetches: 3 });
    expect(sum?.breakdown.total('country')).toBe(3);
    expect([...(sum?.visitors ?? [])]).toEqual([7]);
  });

  it('tells how many redirects no limit was asked about, of whatever class', () => {
    const aggregate = tallyOf(
      clicksOn(1, DAY, { isLimited: true, count: 5 }),
      clicksOn(1, DAY, { isLimited: false, count: 2 }),
      clicksOn(1, DAY, { isLimited: false, visit: anonymousVisit('prefetch') }),
    );
    expect(
      aggregate
        .linkDays()
        .flat()
        .map(({ unlimitedCount }) => unlimitedCount),
    ).toEqual([3]);
  });
});
