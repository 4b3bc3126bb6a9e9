import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { ENTITIES } from '../../src/entities.js';
import { Job } from '../../src/jobs/job.entity.js';
import { Database } from '../../src/platform/database/database.js';
import { openDataSource } from '../support/data-source.js';
import {
  describeOnEachDatabase,
  describeOnEachServer,
  type MakeDatabase,
  type TestDatabase,
} from '../support/databases.js';
import { eventually } from '../support/eventually.js';

/** As many as the pool has. */
const CONNECTION_COUNT = 10;
/** Slightly longer than a caller waits for the database. */
const TOO_LONG_MS = 8_500;

const SESSION = `SELECT CONNECTION_ID() AS id, @@autocommit AS autocommit, @@time_zone AS timeZone,
  @@sql_mode AS sqlMode, @@character_set_client AS charset`;
const PINNED = {
  autocommit: 1,
  timeZone: '+00:00',
  sqlMode: 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  charset: 'utf8mb4',
};
const UNAVAILABLE = { code: 'database-unavailable' };

interface Opened {
  readonly dataSource: DataSource;
  readonly database: Database;
}

function opened(make: MakeDatabase): Opened {
  const state: { -readonly [K in keyof Opened]?: Opened[K] } = {};
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await make();
    state.dataSource = await openDataSource(testDatabase, ENTITIES);
    state.database = new Database(state.dataSource);
  });
  afterAll(async () => {
    await state.dataSource?.destroy();
    await testDatabase.drop();
  });
  return state as Opened;
}

async function holdAllConnections(dataSource: DataSource): Promise<QueryRunner[]> {
  const runners = Array.from({ length: CONNECTION_COUNT }, () => dataSource.createQueryRunner());
  await Promise.all(runners.map((runner) => runner.connect()));
  return runners;
}

async function onAllConnections<T>(dataSource: DataSource, statement: string): Promise<T[]> {
  const runners = await holdAllConnections(dataSource);
  try {
    return await Promise.all(
      runners.map(async (runner) => ((await runner.query(statement)) as [T])[0]),
    );
  } finally {
    for (const runner of runners) await runner.release();
  }
}

function insertJob(name: string) {
  return (manager: EntityManager) => manager.insert(Job, { name, nextRunAtMs: 1 });
}

describeOnEachServer('the sessions of a pool', (make) => {
  const running = opened(make);
  const readSessions = () => onAllConnections<{ readonly id: number }>(running.dataSource, SESSION);

  it('are pinned, also those made after others were killed', async () => {
    const before = await readSessions();
    const ids = new Set(before.map(({ id }) => id));
    expect(ids.size).toBe(CONNECTION_COUNT);
    const [killer, ...others] = await holdAllConnections(running.dataSource);
    for (const { id } of before) await killer?.query(`KILL ${id}`).catch(() => undefined);
    for (const runner of [killer, ...others]) await runner?.release();
    let after: { readonly id: number }[] = [];
    await eventually(async () => {
      after = await readSessions().catch(() => []);
      return after.length > 0 && after.every(({ id }) => !ids.has(id));
    });
    for (const session of [...before, ...after]) expect(session).toMatchObject(PINNED);
  });

  it.each(['transaction', 'write'] as const)(
    'are replaced when a %s finds them read-only',
    async (call) => {
      await onAllConnections(running.dataSource, 'SET SESSION TRANSACTION READ ONLY');
      for (let attempt = 0; attempt < CONNECTION_COUNT; attempt++) {
        const refused = running.database[call](insertJob(`${call} refused`));
        await expect(refused).rejects.toMatchObject(UNAVAILABLE);
      }
      await running.database[call](insertJob(`${call} accepted`));
    },
  );

  it('perform no write whose caller was told of a failure before', async () => {
    const runners = await holdAllConnections(running.dataSource);
    await expect(running.database.write(insertJob('late write'))).rejects.toMatchObject(
      UNAVAILABLE,
    );
    for (const runner of runners) await runner.release();
    // If the first write were performed now, this one would find its key taken.
    await running.database.write(insertJob('late write'));
  });
});

describeOnEachDatabase('a transaction that takes too long', (make) => {
  const running = opened(make);

  it('is rolled back, because its caller was told of a failure', async () => {
    const late = running.database.transaction(async (manager) => {
      await insertJob('late')(manager);
      await sleep(TOO_LONG_MS);
    });
    await expect(late).rejects.toMatchObject(UNAVAILABLE);
    // Waits for the end of the transaction, and would find the key taken.
    await running.database.write(insertJob('late'));
  });
});
