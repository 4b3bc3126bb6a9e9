import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import {
  describeOnEachServer,
  makeSqlite,
  type MakeDatabase,
  type TestDatabase,
} from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance, type Instance } from '../support/instance.js';
import { runProgram, runScript } from '../support/program.js';
import { findMysqlClients } from '../support/programs.js';
import { openSqliteFile } from '../support/sqlite-file.js';

const CLICK_COUNT = 30;
/** Of links: by default it has the port of the instance. */
const PUBLIC_URL = 'https://sho.rt';
const clients = findMysqlClients();

type Copy = (from: TestDatabase, to: TestDatabase) => void;

function copyFile(from: TestDatabase, to: TestDatabase): void {
  const backup = `${from.directory}/backup.db`;
  const file = openSqliteFile(from);
  file.exec(`VACUUM INTO '${backup}'`);
  file.close();
  copyFileSync(backup, to.url.replace('sqlite:', ''));
}

function copyByDump(from: TestDatabase, to: TestDatabase): void {
  const { mysqldump = '', mysql = '' } = clients ?? {};
  const dump = execFileSync(mysqldump, [...optionsFor(from), '--single-transaction']);
  execFileSync(mysql, optionsFor(to), { input: dump });
}

function optionsFor({ url }: TestDatabase): string[] {
  const { hostname, port, username, pathname } = new URL(url);
  return [
    '--no-defaults',
    `--host=${hostname}`,
    `--port=${port}`,
    `--user=${username}`,
    pathname.slice(1),
  ];
}

function testsOf(make: MakeDatabase, copy: Copy): void {
  let database: TestDatabase;
  let empty: TestDatabase;
  let running: Instance[];

  beforeEach(async () => {
    database = await make();
    empty = await make('empty');
    running = [];
  });
  afterEach(async () => {
    for (const instance of running) await instance.stop('SIGKILL');
    await database.drop();
    await empty.drop();
  });

  async function start(on: TestDatabase): Promise<Api> {
    const instance = await startInstance(on, { PUBLIC_URL });
    running.push(instance);
    return Api.of(instance);
  }

  it('made while instances run is a whole service in an empty database', async () => {
    const before = await start(database);
    const { body: link } = await before.post({ url: 'https://example.com/ü', tags: ['a'] });
    for (let click = 0; click < CLICK_COUNT; click++) {
      await before.anonymously('get', `/${link.key}`);
    }
    const readLink = async (api: Api) => (await api.call('get', `/api/v1/links/${link.key}`)).body;
    await eventually(async () => (await readLink(before)).clicks.total === CLICK_COUNT);
    const saved = await readLink(before);
    copy(database, empty);
    const { body: lost } = await before.post({ url: 'https://example.com/lost' });

    expect((await runScript(empty, 'counter', ['advance'])).code).toBe(0);
    expect(await runProgram(empty, 'verify-stats')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^checked [1-9].*: 0 inconsistent\n$/),
    });
    const after = await start(empty);
    expect((await after.anonymously('head', `/${link.key}`)).headers['location']).toBe(link.url);
    expect(await readLink(after)).toEqual(saved);
    const { status, body: created } = await after.post({ url: 'https://example.com/' });
    expect([status, [link.key, lost.key].includes(created.key)]).toEqual([201, false]);
  });
}

describe('a backup on SQLite', () => testsOf(makeSqlite, copyFile));

if (clients === undefined) describe.skip('a backup on MySQL', () => testsOf(makeSqlite, copyFile));
else describeOnEachServer('a backup', (make) => testsOf(make, copyByDump));
