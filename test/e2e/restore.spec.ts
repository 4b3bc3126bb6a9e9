import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { Counter } from '../../src/counter/counter.entity.js';
import type { Database } from '../../src/platform/database/database.js';
import { Api } from '../support/api.js';
import { backUp } from '../support/backup.js';
import { findInconsistencies } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, makeSqlite, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance, type Instance } from '../support/instance.js';
import { runProgram, runScript, type Outcome } from '../support/program.js';

const COMMAND = 'npm run -s counter -- advance';
const LINKS_COUNT = 40;
const CLICK_COUNT = 20;
const MAX_BULK = 1_000;

function createMany(api: Api, count: number): Promise<Response> {
  const links = Array.from({ length: count }, (_, index) => ({
    url: `https://example.com/${index}`,
  }));
  return api.post({ links }, '/api/v1/links/bulk');
}

function keysIn({ body }: Response): string[] {
  return body.results.map(({ link }: { link: { key: string } }) => link.key);
}

async function expectRefused(api: Api, instance: Instance): Promise<void> {
  for (const body of [
    { url: 'https://example.com/' },
    { url: 'https://example.com/', alias: 'a' },
  ]) {
    const { status, body: problem, headers } = await api.post(body);
    expect([status, problem.type]).toEqual([503, 'urn:shortcore:problem:counter-behind']);
    expect(headers['retry-after']).toBe('60');
  }
  await eventually(() => instance.output().includes(COMMAND));
}

describeOnEachDatabase('after the database has lost commits', (make) => {
  let database: TestDatabase;
  let running: Instance[];
  let cleanUps: (() => unknown)[];

  beforeEach(async () => {
    database = await make();
    running = [];
    cleanUps = [];
  });
  afterEach(async () => {
    for (const instance of running) await instance.stop('SIGKILL');
    for (const cleanUp of cleanUps) await cleanUp();
    await database.drop();
  });

  async function start(machine: TestDatabase = database): Promise<[Api, Instance]> {
    const instance = await startInstance(machine);
    running.push(instance);
    return [await Api.of(instance), instance];
  }

  async function openTables(): Promise<Database> {
    const connections: Connections = await connect(database, 1);
    cleanUps.push(() => connections.close());
    return connections.databases[0] as Database;
  }

  /** Another machine, with a DATA_DIR of its own. */
  function addMachine(): TestDatabase {
    const directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
    cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
    return { ...database, directory };
  }

  it('by a restored backup, no key is handed out again, and lost clicks count for no new link', async () => {
    const [first, firstInstance] = await start();
    const saved = keysIn(await createMany(first, LINKS_COUNT));
    await firstInstance.stop();
    const restore = await backUp(database);

    const [second, secondInstance] = await start();
    const lost = keysIn(await createMany(second, LINKS_COUNT));
    for (let click = 0; click < CLICK_COUNT; click++) {
      await second.anonymously('get', `/${lost[click]}`);
    }
    // Its last clicks stay in a journal.
    await secondInstance.stop('SIGKILL');
    await restore();

    const [api, instance] = await start();
    await expectRefused(api, instance);
    expect((await api.anonymously('head', `/${saved[0]}`)).status).toBe(302);
    expect((await api.anonymously('head', `/${lost[0]}`)).status).toBe(404);
    expect((await api.anonymously('get', '/health/ready')).status).toBe(200);

    const { code, stdout, stderr } = await runScript(database, 'counter', ['advance']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('the counter moved from 1000 to 10002000; new keys have 7 characters');

    const created = await createMany(api, LINKS_COUNT);
    expect(created.status).toBe(201);
    const keys = keysIn(created);
    expect(new Set([...saved, ...lost, ...keys]).size).toBe(3 * LINKS_COUNT);
    await eventually(async () => {
      const { body } = await api.call('get', '/api/v1/admin/stats');
      return body.clicks.total > 0;
    });
    const { body } = await api.call('get', `/api/v1/links?limit=${LINKS_COUNT}`);
    const totals = body.items.map(({ clicks }: { clicks: { total: number } }) => clicks.total);
    expect(totals).toEqual(keys.map(() => 0));
    const { body: top } = await api.call('get', '/api/v1/admin/stats/top-links');
    expect(top.items).toEqual([]);
    const tables = await openTables();
    expect(await tables.read((manager) => findInconsistencies(manager))).toEqual([]);
  });

  it('a machine that has created nothing itself knows what the others have', async () => {
    const restore = await backUp(database);
    const other = addMachine();
    const [first, firstInstance] = await start();
    const [, otherInstance] = await start(other);
    const lost = keysIn(await createMany(first, LINKS_COUNT));
    await firstInstance.stop();
    await otherInstance.stop();
    await restore();
    const [api, instance] = await start(other);
    await expectRefused(api, instance);
    const { code } = await runProgram(other, 'counter', ['advance', '--by', '1']);
    expect(code).toBe(0);
    const keys = keysIn(await createMany(api, LINKS_COUNT));
    expect(lost.filter((key) => keys.includes(key))).toEqual([]);
  });

  it('by a failover, an instance that runs on knows it, also without its files', async () => {
    const [api, instance] = await start();
    const { key } = await api.create({ url: 'https://example.com/' });
    const tables = await openTables();
    await tables.write((manager) => manager.update(Counter, { name: 'link' }, { next: 0 }));
    rmSync(join(database.directory, 'counter'), { recursive: true });
    const { status, body } = await createMany(api, MAX_BULK);
    expect([status, body.type]).toEqual([503, 'urn:shortcore:problem:counter-behind']);
    await expectRefused(api, instance);
    // The refusal itself does not use up the ids below.
    const counter = await tables.read((manager) =>
      manager.findOneByOrFail(Counter, { name: 'link' }),
    );
    expect(counter.next).toBe(0);
    expect((await api.anonymously('get', `/${key}`)).status).toBe(302);
    await runProgram(database, 'counter', ['advance', '--to', '5000']);
    expect((await createMany(api, MAX_BULK)).status).toBe(201);
  });

  it('stores what is reserved in DATA_DIR before it is used', async () => {
    const [api] = await start();
    await createMany(api, 10);
    const names = readdirSync(join(database.directory, 'counter'), { recursive: true }).map(String);
    expect(names.filter((name) => name.includes('reserved-below-1000'))).toHaveLength(1);
  });
});

describe('the command counter', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeSqlite();
  });
  afterEach(() => database.drop());

  const runCounter = (...args: string[]): Promise<Outcome> => runProgram(database, 'counter', args);

  it('never moves the counter back', async () => {
    expect((await runCounter('advance', '--to', '5000')).code).toBe(0);
    const { code, stdout, stderr } = await runCounter('advance', '--to', '4999');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^--to 4999 is too low: .*counter 5000.*\n$/);
    const { stdout: again } = await runCounter('advance', '--to', '5000');
    expect(again).toContain('the counter moved from 5000 to 5000');
  });

  it('moves the counter beyond the highest id that is known, by so many', async () => {
    await runCounter('advance', '--to', '5000');
    expect((await runCounter('advance', '--by', '7')).stdout).toContain('from 5000 to 5007');
    expect((await runCounter('advance')).stdout).toContain('from 5007 to 10005007');
  });

  it('says when new keys are longer', async () => {
    const { stdout } = await runCounter('advance', '--to', String(62 ** 7));
    expect(stdout).toContain('new keys have 8 characters');
  });

  it.each([
    [[], 'the command is missing'],
    [['back'], 'unknown command: back'],
    [['advance', '--by', '0'], '--by must be a whole number'],
    [['advance', '--by', '-5'], '--by'],
    [['advance', '--to', '1e9'], '--to must be a whole number'],
    [['advance', '--to', '9999999999999999'], '--to must be a whole number'],
    [['advance', '--to', '1', '--by', '1'], 'exclude each other'],
    [['advance', '5'], 'Unexpected argument'],
  ])('with the arguments %j says how it is used', async (args, error) => {
    const { code, stdout, stderr } = await runCounter(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(error);
    expect(stderr).toContain('usage: npm run -s counter -- advance');
    expect(stderr).not.toContain('    at ');
  });

  it('says in one line what went wrong', async () => {
    const away = { ...database, url: 'mysql://user:hush@127.0.0.1:1/x' };
    const { code, stderr } = await runProgram(away, 'counter', ['advance']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATABASE_URL: .* cannot be reached \(ECONNREFUSED\)\n$/);
  });
});
