import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { ClickedService, sum } from '../support/clicked-service.js';
import {
  describeOnEachDatabase,
  describeOnEachServer,
  describeOnOneServer,
  isForVolume,
  makeSqlite,
  type MakeDatabase,
  type TestDatabase,
} from '../support/databases.js';
import { environmentFor } from '../support/environment.js';
import { Proxy } from '../support/proxy.js';
import { installedPrograms, OwnServer } from '../support/servers.js';
import { openSqliteFile } from '../support/sqlite-file.js';
import { LEFT_BEHIND_MS } from '../support/statistics.js';
import { Visits } from '../support/visits.js';
import { volume } from '../support/volume.js';

const INSTANCE_COUNT = 4;
const LINK_COUNT = 5;
/** More than one core serves while instances start on the other. */
const PER_SECOND = 5_000;
/** The full number runs on one database only: the result does not depend on the database. */
const countOn = (make: MakeDatabase): number => volume(isForVolume(make) ? 50_000 : 10_000);

describeOnEachDatabase('redirects on four instances', (make) => {
  const half = countOn(make);
  let database: TestDatabase;
  let clicked: ClickedService;

  beforeEach(async () => {
    database = await make();
    clicked = await ClickedService.start(database, INSTANCE_COUNT, LINK_COUNT);
  });
  afterEach(async () => {
    await clicked?.stop();
    await database.drop();
  });

  it(`${2 * half} are counted once each, over two reloads and a kill`, async () => {
    const { service, keys } = clicked;
    const reloaded = Visits.begin(service.url, keys, PER_SECOND);
    for (const part of [1, 2]) {
      await reloaded.until((half * part) / 4);
      await service.reload();
    }
    const first = await reloaded.end(half);
    expect(first.brokenOffCount).toBe(0);
    await clicked.untilCounted(first.servedCount);
    expect(await clicked.clicks()).toEqual(first.served);

    const killed = Visits.begin(service.url, keys, Number.POSITIVE_INFINITY);
    await killed.until(half / 2);
    process.kill(await clicked.busiestPid(), 'SIGKILL');
    const second = await killed.end(half);
    await sleep(LEFT_BEHIND_MS);
    const counted = sum(await clicked.clicks()) - first.servedCount;
    process.stdout.write(
      `${second.servedCount} served, ${second.brokenOffCount} broken off, ${counted} counted\n`,
    );
    // Each connection of the killed instance had one request in flight: answered but not recorded, or
    // recorded but its response lost.
    expect(second.brokenOffCount).toBeGreaterThan(0);
    expect(counted).toBeGreaterThanOrEqual(second.servedCount - second.brokenOffCount);
    expect(counted).toBeLessThanOrEqual(second.servedCount + second.brokenOffCount);
    await expectAgreement(database);
  }, 480_000);
});

/** The minimum. The outage also lasts for at least a quarter of the visits. */
const OUTAGE_MS = 10_000;

interface Outage {
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

async function expectAllCounted(
  database: TestDatabase,
  outage: Outage,
  count: number,
): Promise<void> {
  const clicked = await ClickedService.start(database, INSTANCE_COUNT, LINK_COUNT);
  try {
    const visits = Visits.begin(clicked.service.url, clicked.keys, PER_SECOND);
    await visits.until(count / 4);
    await outage.begin();
    await sleep(OUTAGE_MS);
    await visits.until(count / 2);
    await outage.end();
    const { served, servedCount, brokenOffCount } = await visits.end(count);
    expect(brokenOffCount).toBe(0);
    await clicked.untilCounted(servedCount);
    expect(await clicked.clicks()).toEqual(served);
    await expectAgreement(database);
  } finally {
    await clicked.stop();
  }
}

async function expectAllCountedOver(make: MakeDatabase, how: 'cut' | 'hang'): Promise<void> {
  const database = await make();
  const { proxy, url } = await Proxy.to(database.url);
  try {
    const outage = { begin: () => proxy[how](), end: () => proxy.restore() };
    await expectAllCounted({ ...database, url }, outage, countOn(make));
  } finally {
    proxy.close();
    await database.drop();
  }
}

describeOnEachServer('redirects while the database is unreachable', (make) => {
  it('are counted after the outage', () => expectAllCountedOver(make, 'cut'), 480_000);
});

describeOnOneServer('redirects while the database does not answer', (make) => {
  it('are counted after the outage', () => expectAllCountedOver(make, 'hang'), 480_000);
});

const KILLED_COUNT = 20_000;
const [program] = installedPrograms();

(program === undefined ? describe.skip : describe)(
  'redirects while the database server is killed and started again',
  () => {
    it('are counted', async () => {
      const server = await OwnServer.make(program ?? 'mariadbd');
      const connection = await createConnection(server.url);
      await connection.query('CREATE DATABASE clicks');
      await connection.end();
      const directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
      try {
        await expectAllCounted(
          { url: `${server.url}clicks`, directory, drop: async () => {} },
          { begin: () => server.stop('SIGKILL'), end: () => server.start() },
          KILLED_COUNT,
        );
      } finally {
        await server.remove();
        rmSync(directory, { recursive: true, force: true });
      }
    }, 480_000);
  },
);

describe('redirects while the SQLite database is locked', () => {
  it('are counted', async () => {
    const database = await makeSqlite();
    let lock: ReturnType<typeof openSqliteFile> | undefined;
    try {
      const outage: Outage = {
        begin: () => {
          lock = openSqliteFile(database);
          lock.exec('BEGIN IMMEDIATE');
        },
        end: () => {
          lock?.exec('COMMIT');
        },
      };
      await expectAllCounted(database, outage, volume(50_000));
    } finally {
      lock?.close();
      await database.drop();
    }
  }, 480_000);
});

async function expectAgreement(database: TestDatabase): Promise<void> {
  const env = environmentFor(database);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['dist/src/commands/verify-stats.js'],
    {
      env,
    },
  );
  expect(stdout).toContain(': 0 inconsistent');
}
