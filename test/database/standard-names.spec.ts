import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { databaseUrl } from '../../src/platform/config/database-url.js';
import { connectionOptions } from '../../src/platform/database/connection-options.js';
import { StandardNames1795800000000 } from '../../src/platform/database/migrations/1795800000000-standard-names.js';
import { MIGRATIONS } from '../../src/platform/database/migrations.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

type Row = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, Row>>;

const INSTANCE = {
  id: '00112233aabbccdd',
  host: 'host',
  pid: 11,
  version: '0.1.0',
  startedAtMs: 1_795_000_000_001,
  cacheSize: 12,
  cacheHits: 13,
  cacheMisses: 14,
  cacheEvictions: 15,
  clicksRecorded: 16,
  clicksPending: 17,
  clicksLost: 18,
};
const INVALIDATION = { changeId: '0011.1', linkKey: 'aZ3kP9x', apiKeyId: null };
const CLICK_DAY = { linkId: 21, day: 22, clicks: 23, bots: 24, prefetches: 25, visitors: 26 };
const DETAIL = { breakdown: '{"country":{}}', sketch: Buffer.from([0, 1, 255]) };
const LINK_CLICKS = { linkId: 31, humans: 32, bots: 33, prefetches: 34 };
const API_KEY = {
  id: 'key-id',
  name: 'Ünïcode ',
  hash: 'hash',
  scopes: '["admin"]',
  createdAtMs: 1_795_000_000_002,
  expiresAtMs: null,
  lastUsedAtMs: 1_795_000_000_003,
};

/** One row of each renamed table, as the version before stores it. */
const OLD: Tables = {
  invalidation: { ...INVALIDATION, instanceId: '0011', leasedBelow: 9_007_199_254_740_991 },
  instance: { ...INSTANCE, seenAtMs: 1_795_000_000_004, beats: 7 },
  job: { name: 'click-upkeep', dueAtMs: 1_795_000_000_005 },
  click_day: { ...CLICK_DAY, ...DETAIL, quarters: '1,2,3' },
  link_clicks: {
    ...LINK_CLICKS,
    served: 35,
    retiredHumans: 36,
    retiredBots: 37,
    retiredPrefetches: 38,
  },
  rate_window: { id: 'caller', leased: 41, endsAtMs: 42 },
  api_key: { ...API_KEY, lookup: 'prefix' },
  click_journal: { id: 'aaaa-1', writtenAtMs: 51 },
  idempotent_answer: { id: 'request', part: 2, text: '{"url":"…"}' },
};

/** The same rows after the migration. */
const NEW: Tables = {
  invalidation: { ...INVALIDATION, recipientId: '0011', reservedBelow: 9_007_199_254_740_991 },
  instance: { ...INSTANCE, lastHeartbeatAtMs: 1_795_000_000_004, heartbeats: 7 },
  job: { name: 'click-maintenance', nextRunAtMs: 1_795_000_000_005 },
  click_day: { ...CLICK_DAY, ...DETAIL, quarterHours: '1,2,3' },
  link_clicks: {
    ...LINK_CLICKS,
    redirects: 35,
    archivedHumans: 36,
    archivedBots: 37,
    archivedPrefetches: 38,
  },
  rate_window: { id: 'caller', allocated: 41, endsAtMs: 42 },
  api_key: { ...API_KEY, hashPrefix: 'prefix' },
  processed_journal: { id: 'aaaa-1', writtenAtMs: 51 },
  idempotency_response_part: { id: 'request', part: 2, text: '{"url":"…"}' },
};

const RENAME_INDEX = MIGRATIONS.indexOf(StandardNames1795800000000);
const RENAMED_COUNT = 14;

class BrokenOff extends Error {}

describeOnEachDatabase(StandardNames1795800000000.name, (make) => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await make('empty');
    const before = await connect(RENAME_INDEX);
    await before.runMigrations();
    for (const [table, row] of Object.entries(OLD)) await insert(before, table, row);
    await before.destroy();
    dataSource = await connect(RENAME_INDEX + 1);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function connect(migrationCount: number): Promise<DataSource> {
    const options = await connectionOptions(databaseUrl.parse(database.url));
    const migrations = MIGRATIONS.slice(0, migrationCount);
    return new DataSource({ ...options, migrations }).initialize();
  }

  /** Runs the migration until its second change, which fails. Returns whether it completed. */
  async function migrateByOneChange(): Promise<boolean> {
    const runner = dataSource.createQueryRunner();
    const { query } = runner;
    let changeCount = 0;
    const spy = jest.spyOn(runner, 'query').mockImplementation(async (statement, ...rest) => {
      const isChange = /^(ALTER|CREATE|DROP|UPDATE)/.test(statement);
      if (isChange && ++changeCount > 1) throw new BrokenOff();
      return query.call(runner, statement, ...rest);
    });
    try {
      await new StandardNames1795800000000().up(runner);
      return true;
    } catch (error) {
      if (error instanceof BrokenOff) return false;
      throw error;
    } finally {
      spy.mockRestore();
      await runner.release();
    }
  }

  it('keeps the data of the version before', async () => {
    await dataSource.runMigrations();
    expect(await contents(dataSource, NEW)).toEqual(comparable(NEW));
  });

  it('completes after a failure behind any of its statements', async () => {
    let attemptCount = 1;
    while (!(await migrateByOneChange())) attemptCount++;
    expect(attemptCount).toBeGreaterThan(RENAMED_COUNT);
    await dataSource.runMigrations();
    expect(await contents(dataSource, NEW)).toEqual(comparable(NEW));
    expect(await indexNames(dataSource, 'api_key')).toContain('api_key_by_hash_prefix');
    expect(await indexNames(dataSource, 'api_key')).not.toContain('api_key_by_lookup');
    expect(await indexNames(dataSource, 'processed_journal')).toContain(
      'processed_journal_by_time',
    );
  });

  it('can be undone and run again', async () => {
    await dataSource.runMigrations();
    await dataSource.undoLastMigration();
    expect(await contents(dataSource, OLD)).toEqual(comparable(OLD));
    expect(await indexNames(dataSource, 'api_key')).toContain('api_key_by_lookup');
    await dataSource.runMigrations();
    expect(await contents(dataSource, NEW)).toEqual(comparable(NEW));
  });
});

async function insert(dataSource: DataSource, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row).map((name) => `\`${name}\``);
  const placeholders = columns.map(() => '?').join(', ');
  await dataSource.query(
    `INSERT INTO \`${table}\` (${columns.join(', ')}) VALUES (${placeholders})`,
    Object.values(row),
  );
}

/** The only row of each table. */
async function contents(dataSource: DataSource, tables: Tables): Promise<Tables> {
  const found: Record<string, Row> = {};
  for (const table of Object.keys(tables)) {
    const rows = await dataSource.query<Row[]>(`SELECT * FROM \`${table}\``);
    expect(rows).toHaveLength(1);
    found[table] = { ...rows[0] };
  }
  return comparable(found);
}

/** Drivers return bytes as a Buffer or an ArrayBuffer. No other column is an object. */
function comparable(tables: Tables): Tables {
  const toComparable = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Buffer.from(value as ArrayBuffer).toString('hex')
      : value;
  return Object.fromEntries(
    Object.entries(tables).map(([table, row]) => [
      table,
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, toComparable(value)] as const),
      ),
    ]),
  );
}

async function indexNames(dataSource: DataSource, table: string): Promise<unknown[]> {
  const runner = dataSource.createQueryRunner();
  try {
    return (await runner.getTable(table))?.indices.map(({ name }) => name) ?? [];
  } finally {
    await runner.release();
  }
}
