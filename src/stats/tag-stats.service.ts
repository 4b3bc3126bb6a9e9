import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Breakdown } from '../click/rollup/breakdown.js';
import { ClickDayStore, type DayCount, type DayRange } from '../click/rollup/click-day.store.js';
import { QuarterHours } from '../click/rollup/quarter-hours.js';
import { TagStore, type TaggedLink } from '../link/tag.store.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { Problem } from '../platform/errors/problem.js';
import { toDayRange } from './period.js';
import type { StatsQueryDto } from './stats-query.dto.js';
import type { StatsDto } from './stats.dto.js';
import { resolveQuery, toStatsDto, type DaySum } from './stats.service.js';

const MAX_LINK_DAYS = 10_000;
/** More links take too long to look at, however few of them were clicked. */
const MAX_LINKS = 100_000;
const LINKS_AT_A_TIME = 1_000;
/** A row has up to 70 kB. A link's rows are read together. */
const DAYS_AT_A_TIME = 200;
/** In each dimension. */
const MAX_VALUES = 20_000;

type LinkDay = Omit<DaySum, 'quarterHours'> & {
  readonly quarterHours: string;
  readonly breakdown: string;
};

/** Sums the clicks on the links that have a tag now. */
@Injectable()
export class TagStatsService {
  constructor(
    private readonly tags: TagStore,
    private readonly days: ClickDayStore,
    private readonly clock: DatabaseClock,
  ) {}

  /** @throws Problem `tag-not-found`, `too-much-to-sum`, and `validation-failed` for an invalid period. */
  async getStats(tag: string, query: StatsQueryDto): Promise<StatsDto> {
    const resolved = resolveQuery(query, this.clock.nowMs());
    const range = toDayRange(resolved.period);
    const counts = await this.#countDays(tag, range);
    const sums = new Map<number, { day: DaySum; quarterHours: QuarterHours }>();
    const breakdown = new Breakdown();
    for (const linkIds of groupLinks(counts)) {
      for (const row of await this.days.findDaysOfLinks(linkIds, range)) {
        addDay(sums, row);
        breakdown.mergeText(row.breakdown);
      }
      breakdown.limit(MAX_VALUES, MAX_VALUES / 2);
      await yieldToEventLoop();
    }
    const days = [...sums.values()]
      .map(({ day, quarterHours }) => ({ ...day, quarterHours: quarterHours.toString() }))
      .sort((one, other) => one.day - other.day);
    return toStatsDto(resolved, days, breakdown);
  }

  /** @throws Problem `tag-not-found`, `too-much-to-sum`. */
  async #countDays(tag: string, range: DayRange): Promise<DayCount[]> {
    const counts: DayCount[] = [];
    let [linkCount, dayCount] = [0, 0];
    let after: TaggedLink | undefined;
    for (;;) {
      const links = await this.tags.findLinks(tag, after, LINKS_AT_A_TIME);
      linkCount += links.length;
      if (linkCount === 0) throw new Problem('tag-not-found');
      if (linkCount > MAX_LINKS) throw tooMuch(`The tag has more than ${MAX_LINKS} links.`);
      const ids = links.map(({ linkId }) => linkId);
      const found = await this.days.countDaysOfLinks(ids, range);
      dayCount += found.reduce((sum, { count }) => sum + count, 0);
      if (dayCount <= MAX_LINK_DAYS) counts.push(...found);
      after = links.at(-1);
      if (links.length < LINKS_AT_A_TIME) break;
    }
    if (dayCount <= MAX_LINK_DAYS) return counts;
    throw tooMuch(
      `The links of the tag have clicks on ${dayCount} days together; at most ${MAX_LINK_DAYS} can be summed.`,
    );
  }
}

function tooMuch(detail: string): Problem {
  return new Problem('too-much-to-sum', { detail });
}

/** Groups links that have about `DAYS_AT_A_TIME` days together. */
function groupLinks(counts: readonly DayCount[]): number[][] {
  const groups: number[][] = [];
  let dayCount = Number.POSITIVE_INFINITY;
  for (const { linkId, count } of counts) {
    if (dayCount + count > DAYS_AT_A_TIME) {
      groups.push([]);
      dayCount = 0;
    }
    groups.at(-1)?.push(linkId);
    dayCount += count;
  }
  return groups;
}

function addDay(
  sums: Map<number, { day: DaySum; quarterHours: QuarterHours }>,
  { breakdown: _breakdown, quarterHours: text, ...row }: LinkDay,
): void {
  const quarterHours = QuarterHours.parse(text);
  const sum = sums.get(row.day);
  if (sum === undefined) {
    sums.set(row.day, { day: { ...row, quarterHours: '' }, quarterHours });
    return;
  }
  sum.quarterHours.merge(quarterHours);
  const { day } = sum;
  sum.day = {
    ...day,
    clicks: day.clicks + row.clicks,
    bots: day.bots + row.bots,
    prefetches: day.prefetches + row.prefetches,
    visitors: day.visitors + row.visitors,
  };
}
