import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { ALL_LINKS, LinkClicks } from '../../src/click/link-clicks.entity.js';
import { Link } from '../../src/link/link.entity.js';
import type { Api } from './api.js';
import { openDataSource } from './data-source.js';
import type { TestDatabase } from './databases.js';

/** Clicks appear in the statistics within this time. */
const SHOWN_AFTER_MS = 5_000;
/** Clicks of a killed instance appear within this time, because another one has to find its journal first. */
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

/** @throws Error if the response is not a 200. */
export async function statsOf(api: Api, key: string, query = ''): Promise<StatsBody> {
  const { status, body, text } = await api.call('get', `/api/v1/links/${key}/stats${query}`);
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return body as StatsBody;
}

/** Waits until `count` redirects of a link are counted, prefetches included. @throws Error after `afterMs`. */
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
    if (Date.now() > deadline)
      throw new Error(`expected ${count} clicks: ${JSON.stringify(stats.clicks)}`);
    await sleep(PAUSE_MS);
  }
}

/** Reads how many redirects of all links are counted, without an instance. */
export async function countAllClicks(database: Pick<TestDatabase, 'url'>): Promise<number> {
  const dataSource = await openDataSource(database, [LinkClicks]);
  const total = await dataSource.manager.findOneBy(LinkClicks, { linkId: ALL_LINKS });
  await dataSource.destroy();
  return total === null ? 0 : total.humans + total.bots + total.prefetches;
}

export type ClicksAt = readonly [time: string, humans: number, bots?: number, prefetches?: number];

/** Adds clicks of past or future days to the roll-ups. Each day has a referrer with its date. */
export async function seedClicks(
  dataSource: DataSource,
  key: string,
  clicks: readonly ClicksAt[],
): Promise<void> {
  const { id: linkId } = await dataSource.manager.findOneByOrFail(Link, { key });
  const toDay = ([time]: ClicksAt) => Math.floor(Date.parse(time) / DAY_MS);
  for (const day of new Set(clicks.map(toDay))) {
    const dayClicks = clicks.filter((each) => toDay(each) === day);
    const row = createRow(day, dayClicks);
    await dataSource.manager.insert(ClickDay, { linkId, day, ...row });
    await seedAllLinks(dataSource, day, row);
  }
}

/** Updates the clicks of all links, which the list of top links needs. */
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

function createRow(day: number, clicks: readonly ClicksAt[]): Omit<ClickDay, 'linkId' | 'day'> {
  const sum = (index: 1 | 2 | 3) => clicks.reduce((total, each) => total + (each[index] ?? 0), 0);
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
    breakdown: JSON.stringify({ referrer: { [toReferrer(day)]: humans } }),
    sketch: Buffer.alloc(0),
  };
}

function toReferrer(day: number): string {
  return `${new Date(day * DAY_MS).toISOString().slice(0, 10)}.example`;
}
