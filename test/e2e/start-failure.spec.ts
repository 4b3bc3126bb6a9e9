import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { openDataSource } from '../support/data-source.js';
import {
  describeOnEachDatabase,
  describeOnEachServer,
  makeSqlite,
  type TestDatabase,
} from '../support/databases.js';
import { environmentFor } from '../support/environment.js';
import { startInstance } from '../support/instance.js';
import { Proxy } from '../support/proxy.js';

/** Runs a program that cannot start, and returns the one line it says. */
function failureOf(program: string, database: TestDatabase): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/src/${program}.js`], {
    env: environmentFor(database),
    encoding: 'utf8',
    timeout: 30_000,
  });
  // PM2 starts an instance again unless its configuration is wrong.
  expect([status, stdout]).toEqual([program === 'main' ? 75 : 78, '']);
  expect(stderr).toMatch(/^shortcore cannot start: .*\n$/);
  return stderr;
}

function urlOf(database: TestDatabase, username: string, password: string): string {
  return Object.assign(new URL(database.url), { username, password }).href;
}

describe('an instance that cannot start', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeSqlite('empty');
  });
  afterEach(() => database.drop());

  it('says in one line that the database lacks migrations', () => {
    expect(failureOf('main', database)).toContain('lacks migrations');
  });

  it('says in one line that the database cannot be reached', () => {
    const away = { ...database, url: 'mysql://user:hush@127.0.0.1:1/x' };
    expect(failureOf('main', away)).toContain('cannot be reached (ECONNREFUSED)');
  });
});

describeOnEachDatabase('a database that a later version has migrated', (make) => {
  const LATER = 'SomethingNew1999000000000';
  let database: TestDatabase;
  beforeEach(async () => {
    database = await make();
    const dataSource = await openDataSource(database, []);
    const statement = 'INSERT INTO migrations (timestamp, name) VALUES (?, ?)';
    await dataSource.query(statement, [1_998_000_000_000, 'SomethingElse1998000000000']);
    await dataSource.query(statement, [1_999_000_000_000, LATER]);
    await dataSource.destroy();
  });
  afterEach(() => database.drop());

  it('refuses a start and a migration in one line', () => {
    for (const program of ['commands/start', 'commands/migrate']) {
      expect(failureOf(program, database)).toContain(
        `a later version of Shortcore has migrated the database (${LATER})`,
      );
    }
  });

  it('has instances replaced, which warn', async () => {
    const instance = await startInstance(database);
    await instance.stop();
    expect(instance.output()).toContain(LATER);
  });
});

describeOnEachServer('a database user', (make) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await make('empty');
  });
  afterEach(() => database.drop());

  it('with a wrong password is told so, and not named', () => {
    const url = urlOf(database, 'somebody', 'hush');
    for (const program of ['main', 'commands/migrate']) {
      const line = failureOf(program, { ...database, url });
      expect(line).toContain('ER_ACCESS_DENIED_ERROR');
      expect(line).not.toMatch(/somebody|hush/);
    }
  });

  it('without the right to make tables is told so, and not named', async () => {
    const { pathname } = new URL(database.url);
    const name = pathname.slice(1);
    const user = `reader_${name.slice(-8)}`;
    const connection = await createConnection(database.url);
    await connection.query(`CREATE USER ${user}@'%' IDENTIFIED BY 'hush-hush'`);
    await connection.query(`GRANT SELECT ON ${name}.* TO ${user}@'%'`);
    const url = urlOf(database, user, 'hush-hush');
    const line = failureOf('commands/migrate', { ...database, url });
    await connection.query(`DROP USER ${user}@'%'`);
    await connection.end();
    expect(line).toContain('the migrations failed (ER_TABLEACCESS_DENIED_ERROR)');
    expect(line).not.toMatch(/reader|hush/);
  });
});

describeOnEachServer('an instance whose database goes away while it starts', (make) => {
  // The first connection reads the version, the others are those of the pools.
  it.each([1, 2, 3])('after %i connections is started again by PM2', async (count) => {
    const database = await make();
    const { proxy, url } = await Proxy.to(database.url);
    proxy.cutAfter(count);
    const instance = spawn(process.execPath, ['dist/src/main.js'], {
      env: environmentFor({ ...database, url }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [line, [code]] = await Promise.all([text(instance.stderr), once(instance, 'exit')]);
    proxy.close();
    await database.drop();
    expect(line).toMatch(/^shortcore cannot start: .*cannot be reached.*\n$/);
    expect(code).toBe(75);
  });
});
