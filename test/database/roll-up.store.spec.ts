import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import {
  ClickDayStore,
  type DayDetail,
  type DayOfClicks,
} from '../../src/click/rollup/click-day.store.js';
import { ProcessedJournal } from '../../src/click/rollup/processed-journal.entity.js';
import { RollUpStore } from '../../src/click/rollup/roll-up.store.js';
import { hashVisitor } from '../../src/click/visit/visitor-hash.js';
import { Database } from '../../src/platform/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { QUARTERS_PER_DAY } from '../../src/click/day.js';
import { ALL_LINKS, LinkClicks } from '../../src/click/link-clicks.entity.js';
import { LinkClicksStore } from '../../src/click/link-clicks.store.js';
import { DAY, findInconsistencies, aggregateClicks } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { environmentFor } from '../support/environment.js';

const WORKER = fileURLToPath(new URL('../workers/roll-up.js', import.meta.url));
const WRITER_COUNT = 8;
const JOURNALS_PER_WRITER = 30;
const HOT_LINK_COUNT = 50;

function createStore(database: Database): RollUpStore {
  return new RollUpStore(database, new LinkClicksStore(database));
}

describeOnEachDatabase(RollUpStore.name, (make) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: RollUpStore;
  let totals: LinkClicksStore;
  let days: ClickDayStore;
  let others: Connections;

  beforeAll(async () => {
    database = await make();
    dataSource = await openDataSource(database, ENTITIES);
    const first = new Database(dataSource);
    store = createStore(first);
    totals = new LinkClicksStore(first);
    days = new ClickDayStore(first);
    others = await connect(database, 2);
  });
  beforeEach(async () => {
    for (const table of [ClickDay, ProcessedJournal, LinkClicks])
      await dataSource.manager.clear(table);
  });
  afterEach(async () => {
    expect(await findInconsistencies(dataSource.manager)).toEqual([]);
  });
  afterAll(async () => {
    await others.close();
    await dataSource.destroy();
    await database.drop();
  });

  async function findDay(
    linkId: number,
    day = DAY,
  ): Promise<(DayOfClicks & Pick<ClickDay, DayDetail>) | undefined> {
    return (await days.findDays(linkId, [day, day], ['quarterHours', 'breakdown']))[0];
  }

  it('counts a journal once, even if it is written repeatedly', async () => {
    for (const nowMs of [1, 2, 3]) await store.write('a.1', aggregateClicks({ count: 3 }), nowMs);
    await store.write('a.2', aggregateClicks({ count: 4 }), 4);
    expect(await totals.get(1)).toMatchObject({ humans: 7, redirects: 7 });
    expect(await findDay(1)).toMatchObject({ clicks: 7 });
    expect(await dataSource.manager.find(ProcessedJournal, { order: { id: 'ASC' } })).toEqual([
      { id: 'a.1', writtenAtMs: 1 },
      { id: 'a.2', writtenAtMs: 4 },
    ]);
  });

  it('counts a journal once if two instances write it at the same time', async () => {
    const stores = others.databases.map(createStore);
    for (let number = 0; number < 20; number++) {
      await Promise.all(
        stores.map((each) => each.write(`a.${number}`, aggregateClicks({}, { linkId: 2 }), 1)),
      );
    }
    expect(await totals.get(1)).toMatchObject({ humans: 20 });
    expect(await totals.get(ALL_LINKS)).toMatchObject({ humans: 40 });
  });

  it('writes a journal completely or not at all', async () => {
    const links = Array.from({ length: 600 }, (_, index) => ({ linkId: index + 1 }));
    await store.write('a.1', aggregateClicks(...links), 1);
    const last = { linkId: 600, day: DAY };
    await dataSource.manager.update(ClickDay, last, { quarterHours: 'broken' });
    await expect(store.write('a.2', aggregateClicks(...links), 1)).rejects.toThrow('JSON');
    expect(await totals.get(1)).toMatchObject({ humans: 1 });
    await dataSource.manager.update(ClickDay, last, { quarterHours: '[0,1,0,0]' });
    await store.write('a.2', aggregateClicks(...links), 1);
    expect(await totals.get(ALL_LINKS)).toMatchObject({ humans: 1200 });
  });

  it('updates totals, days and all links, by class', async () => {
    await store.write(
      'a.1',
      aggregateClicks(
        { linkId: 1, count: 5 },
        { linkId: 1, count: 2, visit: { class: 'bot' } },
        { linkId: 2, count: 3, visit: { class: 'bot' } },
        { linkId: 3, count: 4, visit: { class: 'prefetch' } },
      ),
      1,
    );
    const links = await totals.getMany([1, 2, 3, ALL_LINKS]);
    expect(links.get(1)).toMatchObject({ humans: 5, bots: 2, prefetches: 0, redirects: 7 });
    expect(links.get(2)).toMatchObject({ humans: 0, bots: 3, prefetches: 0, redirects: 3 });
    expect(links.get(3)).toMatchObject({ humans: 0, bots: 0, prefetches: 4, redirects: 4 });
    expect(links.get(ALL_LINKS)).toMatchObject({
      humans: 5,
      bots: 5,
      prefetches: 4,
      redirects: 14,
    });
    expect(await findDay(1)).toMatchObject({ clicks: 7, bots: 2, prefetches: 0 });
    expect(await findDay(ALL_LINKS)).toMatchObject({ clicks: 10, bots: 5, prefetches: 4 });
  });

  it('stores the last quarter hour with a click by a human', async () => {
    const lastOf = async (linkId: number) => (await totals.get(linkId)).lastQuarterHour;
    const start = DAY * QUARTERS_PER_DAY;
    await store.write(
      'a.1',
      aggregateClicks(
        { quarter: 9 },
        { quarter: 3 },
        { quarter: 11, visit: { class: 'bot' } },
        { quarter: 12, visit: { class: 'prefetch' } },
        { linkId: 2, quarter: 5, visit: { class: 'bot' } },
      ),
      1,
    );
    expect([await lastOf(1), await lastOf(2)]).toEqual([start + 9, null]);
    await store.write('a.2', aggregateClicks({ day: DAY - 1, quarter: 95 }, { linkId: 2 }), 2);
    expect([await lastOf(1), await lastOf(2)]).toEqual([start + 9, start]);
    await store.write('a.3', aggregateClicks({ day: DAY + 1, quarter: 0 }), 3);
    expect(await lastOf(1)).toBe(start + QUARTERS_PER_DAY);
  });

  it('stores clicks by quarter hour, and breakdowns of humans', async () => {
    const ada = { visitor: 1, country: 'AT', browser: 'Firefox', referrer: 'example.org' };
    await store.write(
      'a.1',
      aggregateClicks({ quarter: 95, visit: ada }, { quarter: 3, count: 2 }),
      1,
    );
    await store.write(
      'a.2',
      aggregateClicks(
        { quarter: 3, visit: { class: 'bot', country: 'DE' } },
        { quarter: 3, count: 6, visit: { class: 'prefetch' } },
        { quarter: 95, count: 3, visit: { ...ada, country: 'FR' } },
      ),
      1,
    );
    for (const linkId of [1, ALL_LINKS]) {
      const row = await findDay(linkId);
      expect(row?.quarterHours).toBe('[3,2,1,6,95,4,0,0]');
      expect(JSON.parse(row?.breakdown ?? '')).toEqual({
        referrer: { 'example.org': 4, '': 2 },
        country: { AT: 1, FR: 3, '': 2 },
        browser: { Firefox: 4, '': 2 },
        operatingSystem: { '': 6 },
        device: { '': 6 },
      });
    }
  });

  it('counts a visitor once in several journals, and once for all links', async () => {
    const by = (visitor: number, linkId = 1) => ({ linkId, visit: { visitor } });
    await store.write('a.1', aggregateClicks(by(1), by(1), by(2), by(2 ** 48 - 1)), 1);
    await store.write('a.2', aggregateClicks(by(1), by(2 ** 48 - 1), by(3), by(3, 2), by(4, 2)), 1);
    expect(await findDay(1)).toMatchObject({ clicks: 7, visitors: 4 });
    expect(await findDay(2)).toMatchObject({ clicks: 2, visitors: 2 });
    expect(await findDay(ALL_LINKS)).toMatchObject({ clicks: 9, visitors: 5 });
  });

  it('estimates many visitors, and counts none of them twice', async () => {
    const visitors = Array.from({ length: 3_000 }, (_, index) => ({
      visit: { visitor: hashVisitor('salt', String(index), 'Firefox') },
    }));
    await store.write('a.1', aggregateClicks(...visitors.slice(0, 2_000)), 1);
    await store.write('a.2', aggregateClicks(...visitors.slice(1_000)), 1);
    const row = await findDay(1);
    await store.write('a.3', aggregateClicks(...visitors), 1);
    expect(Math.abs((row?.visitors ?? 0) - 3_000)).toBeLessThan(3_000 * 0.05);
    expect((await findDay(1))?.visitors).toBe(row?.visitors);
  });

  it('does not count redirects again that a limit has counted', async () => {
    await totals.reserveRedirects(1, 5, 10);
    await store.write(
      'a.1',
      aggregateClicks({ count: 5, isLimited: true }, { linkId: 2, count: 2 }),
      1,
    );
    expect(await totals.get(1)).toMatchObject({ humans: 5, redirects: 5 });
    expect(await totals.get(2)).toMatchObject({ humans: 2, redirects: 2 });
    await store.write('a.2', aggregateClicks({ count: 3 }), 1);
    expect(await totals.get(1)).toMatchObject({ humans: 8, redirects: 8 });
  });

  it('adds the days of a journal separately', async () => {
    const clicks = [DAY, DAY + 1, DAY - 1, DAY].map((day, index) => ({ day, count: index + 1 }));
    await store.write('a.1', aggregateClicks(...clicks, { linkId: 2, day: DAY + 1 }), 1);
    const rows = await days.findDays(1, [DAY - 1, DAY + 1], []);
    expect(rows.map((row) => [row.day, row.clicks])).toEqual([
      [DAY - 1, 3],
      [DAY, 5],
      [DAY + 1, 2],
    ]);
    expect(await findDay(ALL_LINKS, DAY + 1)).toMatchObject({ clicks: 3 });
    expect(await totals.get(1)).toMatchObject({ humans: 10 });
  });

  it('adds 3 000 links of one journal', async () => {
    const links = Array.from({ length: 3_000 }, (_, index) => ({
      linkId: Number.MAX_SAFE_INTEGER - index,
    }));
    await store.write('a.1', aggregateClicks(...links), 1);
    await store.write('a.2', aggregateClicks(...links), 1);
    expect(await totals.get(ALL_LINKS)).toMatchObject({ humans: 6_000 });
    expect(await dataSource.manager.countBy(ClickDay, { day: DAY, clicks: 2 })).toBe(3_000);
  });

  it('counts the clicks of eight processes that write to the same links at the same time', async () => {
    const counts = [DAY, JOURNALS_PER_WRITER, HOT_LINK_COUNT].map(String);
    const outcomes = await Promise.allSettled(
      Array.from({ length: WRITER_COUNT }, (_, writer) =>
        promisify(execFile)(process.execPath, [WORKER, String(writer), ...counts], {
          env: environmentFor(database),
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    const journalCount = WRITER_COUNT * JOURNALS_PER_WRITER;
    const row = { clicks: journalCount, visitors: journalCount };
    expect(await dataSource.manager.countBy(ClickDay, row)).toBe(HOT_LINK_COUNT);
    const total = { humans: journalCount, redirects: journalCount };
    expect(await dataSource.manager.countBy(LinkClicks, total)).toBe(HOT_LINK_COUNT);
    const all = HOT_LINK_COUNT * journalCount;
    expect(await totals.get(ALL_LINKS)).toMatchObject({ humans: all, redirects: all });
    expect(await findDay(ALL_LINKS)).toMatchObject({ clicks: all, visitors: journalCount });
  });
});
