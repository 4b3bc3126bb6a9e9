import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DAY_MS } from '../../src/click/day.js';
import { VisitorSalt } from '../../src/click/visit/visitor-salt.entity.js';
import { VisitorSalts } from '../../src/click/visit/visitor-salts.js';
import type { Database } from '../../src/platform/database/database.js';
import { DAY } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const INSTANCE_COUNT = 6;
const NOON_MS = (DAY + 0.5) * DAY_MS;
const MIDNIGHT_MS = (DAY + 1) * DAY_MS;

describeOnEachDatabase(VisitorSalts.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let first: Database;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, INSTANCE_COUNT);
    first = connections.databases[0] as Database;
  });
  beforeEach(() => first.write((manager) => manager.clear(VisitorSalt)));
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  function listDays(): Promise<number[]> {
    return first.read(async (manager) => {
      const rows = await manager.find(VisitorSalt, { order: { day: 'ASC' } });
      return rows.map(({ day }) => day);
    });
  }

  it('are the same on all instances that refresh at the same time', async () => {
    const instances = connections.databases.map((each) => new VisitorSalts(each));
    await Promise.all(instances.map((each) => each.refresh(NOON_MS)));
    const today = new Set(instances.map((each) => each.get(DAY)));
    const tomorrow = new Set(instances.map((each) => each.get(DAY + 1)));
    expect([...today]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect([...tomorrow]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(today).not.toEqual(tomorrow);
    expect(await listDays()).toEqual([DAY, DAY + 1]);
  });

  it('stay the same after a restart and at midnight', async () => {
    const salts = new VisitorSalts(first);
    await salts.refresh(NOON_MS);
    const tomorrow = salts.get(DAY + 1);
    const restarted = new VisitorSalts(first);
    await restarted.refresh(NOON_MS);
    expect(restarted.get(DAY)).toBe(salts.get(DAY));
    for (const each of [salts, restarted]) await each.refresh(MIDNIGHT_MS);
    expect([salts.get(DAY + 1), restarted.get(DAY + 1)]).toEqual([tomorrow, tomorrow]);
    expect(restarted.get(DAY + 2)).toBe(salts.get(DAY + 2));
    expect(salts.get(DAY)).toBeUndefined();
  });

  it('are deleted one minute after their day has ended', async () => {
    const salts = new VisitorSalts(first);
    await salts.refresh(NOON_MS);
    await salts.deleteExpired(NOON_MS);
    await salts.deleteExpired(MIDNIGHT_MS + 59_999);
    expect(await listDays()).toEqual([DAY, DAY + 1]);
    await salts.deleteExpired(MIDNIGHT_MS + 60_000);
    expect(await listDays()).toEqual([DAY + 1]);
  });

  it('are deleted if they are of days after tomorrow', async () => {
    const salts = new VisitorSalts(first);
    await salts.refresh(NOON_MS + 40 * DAY_MS);
    await salts.refresh(NOON_MS);
    await salts.deleteExpired(NOON_MS);
    expect(await listDays()).toEqual([DAY, DAY + 1]);
  });

  it('are known one day ahead, so that the database may be unavailable at midnight', async () => {
    const connection = await connect(database, 1);
    const salts = new VisitorSalts(connection.databases[0] as Database);
    await salts.refresh(NOON_MS);
    const tomorrow = salts.get(DAY + 1);
    await connection.close();
    await salts.refresh(MIDNIGHT_MS - 1);
    await expect(salts.refresh(MIDNIGHT_MS)).rejects.toThrow();
    expect(tomorrow).toHaveLength(64);
    expect(salts.get(DAY + 1)).toBe(tomorrow);
  });
});
