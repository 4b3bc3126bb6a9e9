import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import {
  DailyTopLinks,
  TopLinksStore,
  type LinkTotal,
} from '../../src/click/rollup/top-links.store.js';
import { chunk } from '../../src/platform/database/chunk.js';
import type { Database } from '../../src/platform/database/database.js';
import { ALL_LINKS } from '../../src/click/link-clicks.entity.js';
import { DAY } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const LINK_COUNT = 300;
const LIMITS = [1, 3, 10, 50, 200, 1_000];

type Count = Pick<ClickDay, 'linkId' | 'day' | 'clicks'> & Partial<ClickDay>;

/** Park and Miller's pseudorandom generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** Returns random counts with `weigh` as the mean. A third of the days have none. */
function randomCounts(dayCount: number, weigh: (linkId: number) => number): Count[] {
  const random = createRandom(dayCount);
  const counts: Count[] = [];
  for (let day = DAY; day < DAY + dayCount; day++) {
    for (let linkId = 1; linkId <= LINK_COUNT; linkId++) {
      const clicks = Math.round(2 * random() * weigh(linkId));
      if (clicks === 0 || random() < 1 / 3) continue;
      counts.push({ linkId, day, clicks, bots: Math.floor(random() * clicks) });
    }
  }
  return counts;
}

describeOnEachDatabase(TopLinksStore.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let first: Database;
  let store: TopLinksStore;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, 1);
    first = connections.databases[0] as Database;
  });
  beforeEach(async () => {
    await first.write((manager) => manager.clear(ClickDay));
    store = new TopLinksStore(first, new DailyTopLinks(first));
  });
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  /** Inserts the rows, and those of all links together. */
  async function insert(counts: readonly Count[]): Promise<void> {
    const days = [...new Set(counts.map(({ day }) => day))];
    const all = days.map((day) => ({ linkId: ALL_LINKS, day, clicks: 1_000_000 }));
    const rest = { bots: 0, prefetches: 0, visitors: 0, quarterHours: '', breakdown: '' };
    const rows = [...counts, ...all].map((count) => ({
      ...rest,
      sketch: Buffer.alloc(0),
      ...count,
    }));
    for (const batch of chunk(rows)) {
      await first.write((manager) =>
        manager.createQueryBuilder().insert().into(ClickDay).values(batch).execute(),
      );
    }
  }

  /** Accepts links with equal clicks in any order. */
  async function expectAsCounted(
    counts: readonly Count[],
    [firstDay, lastDay]: readonly [number, number],
    limit: number,
  ): Promise<void> {
    const totals = new Map<number, LinkTotal>();
    for (const { linkId, day, clicks, bots = 0 } of counts) {
      if (day < firstDay || day > lastDay) continue;
      const sum = totals.get(linkId) ?? { linkId, clicks: 0, bots: 0 };
      totals.set(linkId, { linkId, clicks: sum.clicks + clicks, bots: sum.bots + bots });
    }
    const expected = [...totals.values()]
      .map(({ clicks }) => clicks)
      .sort((one, other) => other - one);
    const found = await store.find(firstDay, lastDay, limit);
    expect(found.map(({ clicks }) => clicks)).toEqual(expected.slice(0, limit));
    expect(found).toEqual(found.map(({ linkId }) => totals.get(linkId)));
    expect(new Set(found.map(({ linkId }) => linkId)).size).toBe(found.length);
  }

  it('is correct if few links have most clicks', async () => {
    const counts = randomCounts(40, (linkId) => 2_000 / linkId);
    await insert(counts);
    for (const limit of LIMITS) {
      for (const days of [[0, 39] as const, [0, 0] as const, [13, 19] as const]) {
        await expectAsCounted(counts, [DAY + days[0], DAY + days[1]], limit);
      }
    }
  });

  it('is correct if all links have similar clicks', async () => {
    const counts = randomCounts(40, () => 20);
    await insert(counts);
    for (const limit of LIMITS) await expectAsCounted(counts, [DAY, DAY + 39], limit);
  });

  it('is correct if a top link is never among the first of a day', async () => {
    const steady = Array.from({ length: 10 }, (_, day) => ({
      linkId: 1,
      day: DAY + day,
      clicks: 9,
    }));
    const peaks = Array.from({ length: 2_500 }, (_, index) => ({
      linkId: index + 2,
      day: DAY + (index % 10),
      clicks: 10,
    }));
    await insert([...steady, ...peaks]);
    expect(await store.find(DAY, DAY + 9, 1)).toEqual([{ linkId: 1, clicks: 90, bots: 0 }]);
    await expectAsCounted([...steady, ...peaks], [DAY, DAY + 9], 20);
  });

  it('looks up more days than one statement takes', async () => {
    const counts = randomCounts(250, (linkId) => 30 / linkId);
    await insert(counts);
    for (const limit of [1, 10, 100]) {
      await expectAsCounted(counts, [DAY, DAY + 249], limit);
      await expectAsCounted(counts, [DAY - 500, DAY + 1_000], limit);
    }
  });

  it('notices later clicks, also on past days', async () => {
    await insert([{ linkId: 1, day: DAY, clicks: 5 }]);
    expect(await store.find(DAY, DAY, 1)).toMatchObject([{ linkId: 1, clicks: 5 }]);
    for (const [linkId, clicks] of [
      [1, 6],
      [ALL_LINKS, 1_000_001],
    ] as const) {
      await first.write((manager) => manager.update(ClickDay, { linkId, day: DAY }, { clicks }));
    }
    expect(await store.find(DAY, DAY, 1)).toMatchObject([{ linkId: 1, clicks: 6 }]);
  });

  it('leaves out links with prefetches only, and days without clicks', async () => {
    const clicked = { linkId: 1, day: DAY, clicks: 1 };
    await insert([clicked, { linkId: 2, day: DAY, clicks: 0, prefetches: 9 }]);
    expect(await store.find(DAY - 1, DAY + 1, 10)).toEqual([{ linkId: 1, clicks: 1, bots: 0 }]);
    expect(await store.find(DAY + 1, DAY + 30, 10)).toEqual([]);
  });

  it('returns numbers', async () => {
    const clicks = 2 ** 51;
    await insert([DAY, DAY + 1].map((day) => ({ linkId: 2 ** 52, day, clicks, bots: 3 })));
    expect(await store.find(DAY, DAY + 1, 1)).toEqual([
      { linkId: 2 ** 52, clicks: 2 * clicks, bots: 6 },
    ]);
  });
});
