import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { ALL_LINKS } from '../../src/click/link-clicks.entity.js';
import { Link } from '../../src/link/link.entity.js';
import type { Api } from './api.js';

/** A click is in the statistics by then: so it is promised. */
const SHOWN_AFTER_MS = 5_000;
/** The same for what a killed instance left: others, or the next start, have to find it first. */
export const LEFT_BEHIND_MS = 8_000;
const PAUSE_MS = 50;
const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

export interface StatsBody {
  readonly from: string;
  readonly to: string;
  readonly clicks: { readonly total: number; readonly prefetches: number };
  readonly uniqueVisitors: number;
  readonly series: readonly StepBody[];
  readonly breakdownFrom: string;
  readonly breakdownTo: string;
  readonly referrers: readonly ValueBody[];
  readonly [field: string]: unknown;
}

interface StepBody {
  readonly start: string;
  readonly total: number;
  readonly humans: number;
  readonly bots: number;
}

interface ValueBody {
  readonly value: string | null;
  readonly clicks: number;
}

/** @throws when they are not there. */
export async function statsOf(api: Api, key: string, query = ''): Promise<StatsBody> {
  const { status, body, text } = await api.call('get', `/api/v1/links/${key}/stats${query}`);
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return body as StatsBody;
}

/** Waits until so many redirects of a link were counted, prefetches included. @throws when it takes too long. */
export async function countedStats(
  api: Api,
  key: string,
  count: number,
  afterMs = SHOWN_AFTER_MS,
): Promise<StatsBody> {
  const deadline = Date.now() + afterMs;
  for (;;) {
    const stats = await statsOf(api, key);
    const { total, prefetches } = stats.clicks;
    if (total + prefetches === count) return stats;
    if (Date.now() > deadline) throw new Error(`not ${count}: ${JSON.stringify(stats.clicks)}`);
    await sleep(PAUSE_MS);
  }
}

export type ClicksAt = readonly [time: string, humans: number, bots?: number, prefetches?: number];

/** Puts clicks of other days than today into the sums. Each day has a referrer of its own, named after it. */
export async function seedClicks(
  dataSource: DataSource,
  key: string,
  clicks: readonly ClicksAt[],
): Promise<void> {
  const { id: linkId } = await dataSource.manager.findOneByOrFail(Link, { key });
  const dayOf = ([time]: ClicksAt) => Math.floor(Date.parse(time) / DAY_MS);
  for (const day of new Set(clicks.map(dayOf))) {
    const ofDay = clicks.filter((one) => dayOf(one) === day);
    const row = rowOf(day, ofDay);
    await dataSource.manager.insert(ClickDay, { linkId, day, ...row });
    await seedAllLinks(dataSource, day, row);
  }
}

/** As far as it is asked which links are clicked most. */
async function seedAllLinks(
  dataSource: DataSource,
  day: number,
  row: Omit<ClickDay, 'linkId' | 'day'>,
): Promise<void> {
  const key = { linkId: ALL_LINKS, day };
  const before = await dataSource.manager.findOneBy(ClickDay, key);
  if (before === null) await dataSource.manager.insert(ClickDay, { ...key, ...row });
  else await dataSource.manager.update(ClickDay, key, { clicks: before.clicks + row.clicks });
}

function rowOf(day: number, clicks: readonly ClicksAt[]): Omit<ClickDay, 'linkId' | 'day'> {
  const sum = (index: 1 | 2 | 3) => clicks.reduce((all, one) => all + (one[index] ?? 0), 0);
  const [humans, bots, prefetches] = [sum(1), sum(2), sum(3)];
  const quarters = clicks.flatMap(([time, ...counts]) => {
    const quarter = Math.floor((Date.parse(time) % DAY_MS) / QUARTER_MS);
    return [quarter, counts[0], counts[1] ?? 0, counts[2] ?? 0];
  });
  return {
    clicks: humans + bots,
    bots,
    prefetches,
    visitors: humans,
    quarterHours: JSON.stringify(quarters),
    breakdown: JSON.stringify({ referrer: { [referrerOfDay(day)]: humans } }),
    sketch: Buffer.alloc(0),
  };
}

function referrerOfDay(day: number): string {
  return `${new Date(day * DAY_MS).toISOString().slice(0, 10)}.example`;
}
