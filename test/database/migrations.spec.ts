import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, IsNull } from 'typeorm';
import { Instance } from '../../src/cluster/instance.entity.js';
import { databaseUrl } from '../../src/platform/config/database-url.js';
import { connectionOptions } from '../../src/platform/database/connection-options.js';
import { MIGRATIONS } from '../../src/platform/database/migrations.js';
import { LastClicks1796011000000 } from '../../src/platform/database/migrations/1796011000000-last-clicks.js';
import { Lists1795720000000 } from '../../src/platform/database/migrations/1795720000000-lists.js';
import { ENTITIES } from '../../src/entities.js';
import { Counter } from '../../src/counter/counter.entity.js';
import { Link } from '../../src/link/link.entity.js';
import { describeOnEachDatabase, makeSqlite, type TestDatabase } from '../support/databases.js';
import { environmentFor } from '../support/environment.js';
import { migrate } from '../support/instance.js';
import { openDataSource } from '../support/data-source.js';

const PROCESS_COUNT = 6;

const LINK_COUNT = 50_000;
const DIGITS = `(SELECT 0 AS d${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => ` UNION ALL SELECT ${d}`).join('')})`;
const NUMBER = 'a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d';
const INSERT_LINKS =
  'INSERT INTO link (`id`, `key`, `isAlias`, `url`, `urlHash`, `tags`, `searchText`, `redirectStatus`, ' +
  '`cacheSeconds`, `forwardQuery`, `disabled`, `createdAtMs`, `updatedAtMs`, `version`, `apiKeyId`) ' +
  `SELECT ${NUMBER}, ${NUMBER}, 0, 'https://example.com/', 'hash', '[]', 'text', 302, 60, 0, 0, 1, 1, 1, 'me' ` +
  `FROM ${DIGITS} a, ${DIGITS} b, ${DIGITS} c, ${DIGITS} e, ${DIGITS} f WHERE f.d < 5`;
const INSERT_INSTANCE =
  'INSERT INTO instance (`id`, `host`, `pid`, `version`, `startedAtMs`, `seenAtMs`, `beats`, `cacheSize`, ' +
  "`cacheHits`, `cacheMisses`, `cacheEvictions`) VALUES ('before', 'host', 1, '0.0.9', 1, 2, 7, 0, 0, 0, 0)";

describeOnEachDatabase('migrations', (make) => {
  let database: TestDatabase;
  let dataSource: DataSource | undefined;

  beforeEach(async () => {
    database = await make('empty');
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

  it('bring the version before up to date, with all that is in it', async () => {
    const options = await connectionOptions(databaseUrl.parse(database.url));
    dataSource = await new DataSource({
      ...options,
      migrations: MIGRATIONS.slice(0, 2),
    }).initialize();
    await dataSource.runMigrations();
    await dataSource.query(INSERT_LINKS);
    await dataSource.query(INSERT_INSTANCE);
    const before = await dataSource.query<object[]>('SELECT * FROM link ORDER BY id');
    await dataSource.destroy();
    dataSource = await openDataSource(database, ENTITIES);
    await dataSource.runMigrations();
    const after = await dataSource.query<object[]>('SELECT * FROM link ORDER BY id');
    expect(before).toHaveLength(LINK_COUNT);
    const added = { maxClicks: undefined, note: undefined, expiredUrl: undefined };
    expect(JSON.stringify(after.map((link) => ({ ...link, ...added })))).toBe(
      JSON.stringify(before),
    );
    expect(
      await dataSource.manager.countBy(Link, { maxClicks: IsNull(), expiredUrl: IsNull() }),
    ).toBe(LINK_COUNT);
    const report = { heartbeats: 7, clicksRecorded: 0, clicksPending: 0, clicksLost: 0 };
    expect(await dataSource.manager.find(Instance)).toMatchObject([{ id: 'before', ...report }]);
  });
});

describeOnEachDatabase('the migration for lists', (make) => {
  const TAGGED = 5_000;

  it.each([
    ['from the start', []],
    [
      'where it broke off',
      ['ALTER TABLE link_tag ADD COLUMN createdAtMs bigint NOT NULL DEFAULT 0'],
    ],
  ])('gives all tags the time of their link, %s', async (_from, done) => {
    const database = await make('empty');
    const options = await connectionOptions(databaseUrl.parse(database.url));
    const migrations = MIGRATIONS.slice(0, MIGRATIONS.indexOf(Lists1795720000000));
    const before = await new DataSource({ ...options, migrations }).initialize();
    await before.runMigrations();
    await before.query(INSERT_LINKS);
    await before.query('UPDATE link SET createdAtMs = id + 1');
    const tags = `SELECT 'tag', id FROM link WHERE id < ${TAGGED}`;
    await before.query(`INSERT INTO link_tag (tag, linkId) ${tags}`);
    for (const statement of done) await before.query(statement);
    await before.destroy();
    await migrate(database);
    const after = await openDataSource(database, ENTITIES);
    const [counted] = await after.query<{ count: number }[]>(
      'SELECT COUNT(*) AS count FROM link_tag WHERE createdAtMs = linkId + 1',
    );
    const { upQueries } = await after.driver.createSchemaBuilder().log();
    await after.destroy();
    await database.drop();
    expect(Number(counted?.count)).toBe(TAGGED);
    expect(upQueries).toEqual([]);
  });
});

describeOnEachDatabase('the migration for last clicks', (make) => {
  const CLICKED = 1_200;
  const INSERT_CLICKS =
    'INSERT INTO link_clicks (linkId, humans, bots, prefetches, redirects, archivedHumans, archivedBots, ' +
    'archivedPrefetches) VALUES ';
  const INSERT_DAYS =
    'INSERT INTO click_day (linkId, day, clicks, bots, prefetches, visitors, quarterHours, breakdown, sketch) VALUES ';

  /** Three days of each link, the last of which has clicks of bots only for every other link. */
  function daysOf(linkId: number): string {
    const byHumans = `${linkId}, 10, 2, 1, 0, 1, '[3,1,0,0,${linkId % 90},0,1,0]', '{}', ''`;
    const later = `${linkId}, 11, 1, 0, 0, 1, '[1,0,0,4,${linkId % 90},1,0,0]', '{}', ''`;
    const byBots = `${linkId}, 12, 1, 1, 0, 0, '[95,0,1,0]', '{}', ''`;
    return (linkId % 2 === 0 ? [byHumans, byBots] : [byHumans, later])
      .map((row) => `(${row})`)
      .join(', ');
  }

  it.each([
    ['from the start', []],
    ['where it broke off', ['ALTER TABLE link_clicks ADD COLUMN lastQuarterHour bigint NULL']],
  ])('finds them in the days of clicks, %s', async (_from, done) => {
    const database = await make('empty');
    const options = await connectionOptions(databaseUrl.parse(database.url));
    const migrations = MIGRATIONS.slice(0, MIGRATIONS.indexOf(LastClicks1796011000000));
    const before = await new DataSource({ ...options, migrations }).initialize();
    await before.runMigrations();
    const ids = Array.from({ length: CLICKED }, (_, index) => index + 1);
    const clicks = ids.map((id) => `(${id}, 1, 1, 0, 2, 0, 0, 0)`).join(', ');
    await before.query(INSERT_CLICKS + clicks);
    // All days of one are deleted.
    await before.query(
      INSERT_DAYS +
        ids
          .filter((id) => id !== 7)
          .map(daysOf)
          .join(', '),
    );
    for (const statement of done) await before.query(statement);
    await before.destroy();
    await migrate(database);
    const after = await openDataSource(database, ENTITIES);
    const rows = await after.query<{ linkId: number; lastQuarterHour: number | null }[]>(
      'SELECT linkId, lastQuarterHour FROM link_clicks ORDER BY linkId',
    );
    const { upQueries } = await after.driver.createSchemaBuilder().log();
    await after.destroy();
    await database.drop();
    const expected = ids.map((linkId) => {
      if (linkId === 7) return { linkId, lastQuarterHour: null };
      const quarter = linkId % 2 === 0 ? 10 * 96 + 3 : 11 * 96 + (linkId % 90);
      return { linkId, lastQuarterHour: quarter };
    });
    expect(rows.map((row) => ({ ...row }))).toEqual(expected);
    expect(upQueries).toEqual([]);
  });
});

describe('the first API key', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeSqlite('empty');
  });
  afterEach(() => database.drop());

  it('is made when none is given, for its owner alone to read, and kept as a hash', async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['dist/src/commands/migrate.js'],
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
