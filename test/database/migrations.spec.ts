import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../src/database/migrations.js';
import { ENTITIES } from '../../src/entities.js';
import { Counter } from '../../src/counter/counter.entity.js';
import { describeOnEachDatabase, makeSqlite, type TestDatabase } from '../support/databases.js';
import { environmentFor, migrate } from '../support/instance.js';
import { openDataSource } from '../support/data-source.js';

const PROCESS_COUNT = 6;

describeOnEachDatabase('migrations', (make) => {
  let database: TestDatabase;
  let dataSource: DataSource | undefined;

  beforeEach(async () => {
    database = await make();
    dataSource = undefined;
  });
  afterEach(async () => {
    await dataSource?.destroy();
    await database.drop();
  });

  it('leave nothing to change between the entities and the schema', async () => {
    await migrate(database);
    dataSource = await openDataSource(database, ENTITIES);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('run once, however many start at the same time', async () => {
    await Promise.all(Array.from({ length: PROCESS_COUNT }, () => migrate(database)));
    dataSource = await openDataSource(database, ENTITIES);
    const ran: unknown[] = await dataSource.query('SELECT name FROM migrations');
    expect(ran).toHaveLength(MIGRATIONS.length);
    expect(await dataSource.manager.count(Counter)).toBe(1);
    const keys: unknown[] = await dataSource.query('SELECT id FROM api_key');
    expect(keys).toHaveLength(1);
  });

  it('can be undone and run again', async () => {
    await migrate(database);
    dataSource = await openDataSource(database, ENTITIES);
    await dataSource.undoLastMigration();
    await dataSource.destroy();
    await migrate(database);
    dataSource = await openDataSource(database, ENTITIES);
    expect(await dataSource.manager.count(Counter)).toBe(1);
  });

  it('keep the secret and the first length of keys once they are made', async () => {
    await migrate(database, { KEY_LENGTH: '5' });
    dataSource = await openDataSource(database, ENTITIES);
    const made = await dataSource.manager.findOneByOrFail(Counter, { name: 'link' });
    await migrate(database, { KEY_LENGTH: '9' });
    expect(await dataSource.manager.findOneByOrFail(Counter, { name: 'link' })).toEqual(made);
    expect(made).toMatchObject({ keyLength: 5, secret: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe('the first API key', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeSqlite();
  });
  afterEach(() => database.drop());

  it('is made when none is given, for its owner alone to read, and kept as a hash', async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['dist/src/migrate.js'],
      {
        env: environmentFor(database, { ADMIN_API_KEY: '' }),
      },
    );
    const path = join(database.directory, 'admin-api-key');
    const key = readFileSync(path, 'utf8').trim();
    expect(key).toMatch(/^shortcore_[\w-]{43}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(stdout).toContain(path);
    expect(stdout + stderr).not.toContain(key);
    expect(readFileSync(join(database.directory, 'shortcore.db')).includes(key)).toBe(false);
    await migrate(database, { ADMIN_API_KEY: '' });
    expect(readFileSync(path, 'utf8').trim()).toBe(key);
  });
});
