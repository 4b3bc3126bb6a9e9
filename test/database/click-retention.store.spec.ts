import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { LessThan } from 'typeorm';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { ProcessedJournal } from '../../src/click/rollup/processed-journal.entity.js';
import { ClickRetentionStore } from '../../src/click/rollup/click-retention.store.js';
import { RollUpStore } from '../../src/click/rollup/roll-up.store.js';
import type { Database } from '../../src/platform/database/database.js';
import { ALL_LINKS, LinkClicks } from '../../src/click/link-clicks.entity.js';
import { LinkClicksStore } from '../../src/click/link-clicks.store.js';
import { DAY, findInconsistencies, aggregateClicks } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const LINK_COUNT = 1_300;
/** 500 links, and the row of all links. */
const MAX_BATCH_SIZE = 501;

describeOnEachDatabase(ClickRetentionStore.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let first: Database;
  let second: Database;
  let store: ClickRetentionStore;
  let rollUp: RollUpStore;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, 2);
    [first, second] = connections.databases as [Database, Database];
    store = createStore(first);
    rollUp = new RollUpStore(first, new LinkClicksStore(first));
  });
  beforeEach(async () => {
    for (const table of [ClickDay, ProcessedJournal, LinkClicks]) {
      await first.write((manager) => manager.clear(table));
    }
  });
  afterEach(async () => expect(await inconsistencies()).toEqual([]));
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  function createStore(each: Database): ClickRetentionStore {
    return new ClickRetentionStore(each, new LinkClicksStore(each));
  }

  function inconsistencies(): ReturnType<typeof findInconsistencies> {
    return first.read(findInconsistencies);
  }

  function readRows(day: number): Promise<ClickDay[]> {
    return first.read((manager) =>
      manager.find(ClickDay, { where: { day }, order: { linkId: 'ASC' } }),
    );
  }

  function readTotals(): Promise<Partial<LinkClicks>[]> {
    const select = { linkId: true, humans: true, bots: true, prefetches: true, redirects: true };
    return first.read((manager) => manager.find(LinkClicks, { select, order: { linkId: 'ASC' } }));
  }

  /** Writes clicks of all classes. */
  async function writeClicks(day: number, linkCount = LINK_COUNT): Promise<void> {
    const clicks = Array.from({ length: linkCount }, (_, index) => [
      { day, linkId: index + 1, count: index + 1, visit: { visitor: index } },
      { day, linkId: index + 1, visit: { class: 'bot' } as const },
      { day, linkId: index + 1, count: 2, visit: { class: 'prefetch' } as const },
    ]);
    await rollUp.write(`a.${day}`, aggregateClicks(...clicks.flat()), day);
  }

  /** Deletes all days before this one, and returns the size of each batch. */
  async function deleteBefore(
    day: number,
    afterBatch = async (): Promise<void> => {},
  ): Promise<number[]> {
    const sizes: number[] = [];
    for (;;) {
      const size = await store.deleteDaysBefore(day);
      if (size === 0) return sizes;
      sizes.push(size);
      await afterBatch();
    }
  }

  it('deletes days in batches, and the sums are consistent after each batch', async () => {
    await writeClicks(DAY);
    await writeClicks(DAY + 1, 3);
    const before = await readTotals();
    const sizes = await deleteBefore(DAY + 2, async () => {
      expect(await inconsistencies()).toEqual([]);
      expect(await readTotals()).toEqual(before);
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_BATCH_SIZE);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(LINK_COUNT + 1 + 3 + 1);
    expect(await first.read((manager) => manager.count(ClickDay))).toBe(0);
  });

  it('adds the deleted clicks to the archived totals', async () => {
    await writeClicks(DAY, 2);
    await writeClicks(DAY + 1, 2);
    await deleteBefore(DAY + 1);
    const clicks = new LinkClicksStore(first);
    const archivedOfEach = { archivedBots: 1, archivedPrefetches: 2 };
    expect(await clicks.get(1)).toMatchObject({ humans: 2, archivedHumans: 1, ...archivedOfEach });
    expect(await clicks.get(2)).toMatchObject({ humans: 4, archivedHumans: 2, ...archivedOfEach });
    const archived = { archivedHumans: 3, archivedBots: 2, archivedPrefetches: 4 };
    expect(await clicks.get(ALL_LINKS)).toMatchObject({ humans: 6, ...archived });
  });

  it('does not change newer days', async () => {
    for (const day of [DAY - 1, DAY, DAY + 1]) await writeClicks(day, 5);
    const before = [await readRows(DAY), await readRows(DAY + 1)];
    await deleteBefore(DAY);
    expect([await readRows(DAY), await readRows(DAY + 1)]).toEqual(before);
    expect(await readRows(DAY - 1)).toEqual([]);
    expect(await store.deleteDaysBefore(DAY)).toBe(0);
  });

  it('is consistent while clicks on the same links are counted', async () => {
    await writeClicks(DAY);
    const writer = new RollUpStore(second, new LinkClicksStore(second));
    const links = Array.from({ length: 100 }, (_, index) => ({ day: DAY + 1, linkId: index + 1 }));
    const write = async (): Promise<void> => {
      for (let number = 0; number < 8; number++) {
        await writer.write(`b.${number}`, aggregateClicks(...links), 1);
      }
    };
    await Promise.all([deleteBefore(DAY + 1), write()]);
    expect(await readRows(DAY)).toEqual([]);
    expect(await readRows(DAY + 1)).toHaveLength(101);
  });

  it('may run on two instances at the same time', async () => {
    for (let day = DAY; day < DAY + 10; day++) await writeClicks(day, 20);
    const stores = [store, createStore(second)];
    const work = stores.map(async (each) => {
      let rowCount = 0;
      for (let size = -1; size !== 0; rowCount += size)
        size = await each.deleteDaysBefore(DAY + 10);
      return rowCount;
    });
    const outcomes = await Promise.allSettled(work);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    const sizes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 0));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10 * 21);
    expect(await first.read((manager) => manager.count(ClickDay))).toBe(0);
  });

  it('deletes the ids of journals before a time in batches', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => ({
      id: `a.${index}`,
      writtenAtMs: index,
    }));
    await first.write((manager) => manager.insert(ProcessedJournal, ids));
    const sizes = [];
    for (let size = -1; size !== 0; sizes.push(size))
      size = await store.deleteJournalIdsBefore(1_100);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_BATCH_SIZE);
    const remaining = await first.read((manager) => manager.find(ProcessedJournal));
    expect(remaining).toHaveLength(100);
    const isOld = { writtenAtMs: LessThan(1_100) };
    expect(await first.read((manager) => manager.countBy(ProcessedJournal, isOld))).toBe(0);
  });
});
