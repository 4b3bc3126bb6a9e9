import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { NewestTime } from '../../src/jobs/newest-time.entity.js';
import { NewestTimeStore } from '../../src/jobs/newest-time.store.js';
import type { Database } from '../../src/platform/database/database.js';
import { queryRows } from '../../src/platform/database/query-rows.js';
import { connect, type Connections } from '../support/connections.js';
import {
  describeOnEachDatabase,
  describeOnEachServer,
  type TestDatabase,
} from '../support/databases.js';

const INSTANCE_COUNT = 4;
/** The databases of the tests run on this machine. */
const SAME_MACHINE_MS = 1_000;

describeOnEachDatabase(NewestTimeStore.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let first: Database;
  let store: NewestTimeStore;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, INSTANCE_COUNT);
    first = connections.databases[0] as Database;
    store = new NewestTimeStore(first);
  });
  beforeEach(() => first.write((manager) => manager.clear(NewestTime)));
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  const readNewest = async () => (await store.read()).newest;

  it("reads the database's time, also before a time is stored", async () => {
    const before = Date.now();
    const { nowMs, newest } = await store.read();
    expect(newest).toBeUndefined();
    expect(Number.isInteger(nowMs)).toBe(true);
    expect(nowMs).toBeGreaterThan(before - SAME_MACHINE_MS);
    expect(nowMs).toBeLessThan(Date.now() + SAME_MACHINE_MS);
  });

  it('stores the first time once, from all instances at the same time', async () => {
    const stores = connections.databases.map((each) => new NewestTimeStore(each));
    await Promise.all(stores.map((each, index) => each.insert(1_000 + index)));
    const count = await first.read((manager) => manager.count(NewestTime));
    expect(count).toBe(1);
    expect((await readNewest())?.isSettled).toBe(true);
  });

  it('replaces only the time that was seen', async () => {
    await store.insert(1_000);
    await store.replace(1_000, { newestMs: 2_000, isSettled: false });
    await store.replace(1_000, { newestMs: 3_000, isSettled: true });
    expect(await readNewest()).toEqual({ newestMs: 2_000, isSettled: false });
    await store.replace(2_000, { newestMs: 2_500 });
    expect(await readNewest()).toEqual({ newestMs: 2_500, isSettled: false });
  });

  it('settles only while the stored time is in the range', async () => {
    await store.insert(1_000);
    await store.replace(1_000, { isSettled: false });
    await store.settle(1_001, 2_000);
    expect((await readNewest())?.isSettled).toBe(false);
    await store.settle(500, 1_000);
    expect(await readNewest()).toEqual({ newestMs: 1_000, isSettled: true });
  });
});

describeOnEachServer("the database's time", (make) => {
  let database: TestDatabase;
  let connections: Connections;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, 1);
  });
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  it('is the same in any time zone of the session', async () => {
    const [first] = connections.databases;
    if (first === undefined) throw new Error('no connection');
    const read = async (manager: EntityManager, zone: string): Promise<number> => {
      await manager.query('SET time_zone = ?', [zone]);
      const statement = sql`SELECT ${first.dialect.nowMs} AS nowMs`;
      const [row] = await queryRows<{ nowMs: number }>(manager, statement);
      return row?.nowMs ?? Number.NaN;
    };
    const differences = await first.transaction(async (manager) => {
      const found: number[] = [];
      for (const zone of ['+00:00', '-11:30', '+13:00']) {
        found.push(Math.abs((await read(manager, zone)) - Date.now()));
      }
      return found;
    });
    expect(Math.max(...differences)).toBeLessThan(SAME_MACHINE_MS);
  });
});
