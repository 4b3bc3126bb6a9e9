import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { databaseUrl } from '../../src/platform/config/database-url.js';
import { connectionOptions } from '../../src/platform/database/connection-options.js';
import { MIGRATIONS } from '../../src/platform/database/migrations.js';
import { NotesAndCreators1796010000000 } from '../../src/platform/database/migrations/1796010000000-notes-and-creators.js';
import { runMigrations } from '../../src/platform/database/run-migrations.js';
import { DatabaseProbe } from '../support/database-probe.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { DAYS_PER_LINK, insertMillionLinks, LINK_COUNT } from '../support/million-links.js';

/** This migration and all later ones are measured, each on the data that the ones before it left. */
const FIRST = MIGRATIONS.indexOf(NotesAndCreators1796010000000);
/** Redirects of links that are not in memory wait so long at most. Instances give up after 8 s. */
const LONGEST_READ_MS = 2_000;
const TEST_LIMIT_MS = 900_000;

interface Measurement {
  readonly name: string;
  readonly tookMs: number;
  readonly readMs: number;
  readonly writeMs: number;
}

describeOnEachDatabase('migrations of a million links and ten million rows of clicks', (make) => {
  let database: TestDatabase;
  let probes: DatabaseProbe[] = [];

  beforeEach(async () => {
    database = await make('empty');
  });
  afterEach(async () => {
    for (const probe of probes) probe.stop();
    probes = [];
    await database.drop();
  });

  /** Connects to run the migrations before this index. */
  async function connect(end: number): Promise<DataSource> {
    const options = await connectionOptions(databaseUrl.parse(database.url), {
      lockWaitMs: 60_000,
    });
    return new DataSource({ ...options, migrations: MIGRATIONS.slice(0, end) }).initialize();
  }

  async function seed(): Promise<void> {
    const dataSource = await connect(FIRST);
    await dataSource.runMigrations();
    await insertMillionLinks(dataSource);
    const [counted] = await dataSource.query<{ links: number; days: number }[]>(
      'SELECT (SELECT COUNT(*) FROM link) AS links, (SELECT COUNT(*) FROM click_day) AS days',
    );
    await dataSource.destroy();
    expect([counted?.links, counted?.days].map(Number)).toEqual([
      LINK_COUNT,
      LINK_COUNT * DAYS_PER_LINK,
    ]);
  }

  async function measure(index: number): Promise<Measurement> {
    const dataSource = await connect(index + 1);
    await longest();
    const beganMs = performance.now();
    const [ran] = await runMigrations(dataSource);
    const tookMs = performance.now() - beganMs;
    const [readMs = 0, writeMs = 0] = await longest();
    await dataSource.destroy();
    return { name: ran?.name ?? '', tookMs, readMs, writeMs };
  }

  const longest = (): Promise<number[]> => Promise.all(probes.map((probe) => probe.longestMs()));

  it(
    'hold up redirects for a moment only',
    async () => {
      await seed();
      probes = [
        await DatabaseProbe.start(database.url, 'read'),
        await DatabaseProbe.start(database.url, 'write'),
      ];
      const measurements: Measurement[] = [];
      for (let index = FIRST; index < MIGRATIONS.length; index++) {
        measurements.push(await measure(index));
      }
      process.stdout.write(`${make.label}\n${measurements.map(toLine).join('')}`);
      expect(measurements).toHaveLength(MIGRATIONS.length - FIRST);
      for (const { readMs } of measurements) expect(readMs).toBeLessThan(LONGEST_READ_MS);
    },
    TEST_LIMIT_MS,
  );
});

function toLine({ name, tookMs, readMs, writeMs }: Measurement): string {
  const [took, read, write] = [tookMs, readMs, writeMs].map((ms) => ms.toFixed(0));
  return `${name}: ${took} ms, reads paused ${read} ms, writes ${write} ms\n`;
}
