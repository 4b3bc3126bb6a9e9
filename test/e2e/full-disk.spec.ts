import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { requestMany } from '../support/concurrent-requests.js';
import {
  describeOnEachServer,
  makeSqlite,
  type MakeDatabase,
  type TestDatabase,
} from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { blockedJournals, LIMITED_FILES, type FullDisk } from '../support/full-disk.js';
import { startInstance, type Instance } from '../support/instance.js';
import { Proxy } from '../support/proxy.js';
import { openSqliteFile } from '../support/sqlite-file.js';
import { countAllClicks } from '../support/statistics.js';

const VISIT_COUNT = 50;
/** The limit of an instance, and some time for a machine that is busy. */
const LONGEST_STOP_MS = 16_000;

/** An instance on a full disk, with a link in memory. */
class FullDiskInstance {
  private constructor(
    readonly database: TestDatabase,
    readonly instance: Instance,
    private readonly disk: FullDisk,
    private readonly key: string,
  ) {}

  static async start(database: TestDatabase, url = database.url): Promise<FullDiskInstance> {
    const instance = await startInstance({ ...database, url });
    const disk = url.startsWith('sqlite:') ? blockedJournals(database.directory) : LIMITED_FILES;
    const { key } = await (await Api.of(instance)).create({ url: 'https://example.com/' });
    const started = new FullDiskInstance(database, instance, disk, key);
    // It is read once and then cached.
    for (let count = 1; count <= 2; count++) {
      await started.visit(1);
      await started.untilCounted(count);
    }
    disk.makeFull([instance.pid]);
    return started;
  }

  async visit(count = VISIT_COUNT): Promise<void> {
    const statuses = await requestMany([this.instance.url], `/${this.key}`, count);
    expect(statuses).toEqual({ 302: count });
  }

  free(): void {
    this.disk.makeFree([this.instance.pid]);
  }

  /** All that the database has. */
  countedCount(): Promise<number> {
    return countAllClicks(this.database);
  }

  async untilCounted(count: number): Promise<void> {
    await eventually(async () => (await this.countedCount()) >= count);
    expect(await this.countedCount()).toBe(count);
  }

  logs(text: string): number {
    return this.instance.output().split(text).length - 1;
  }
}

/** The first two redirects are those of the start. */
const ALL_COUNT = VISIT_COUNT + 2;

function declareTests(make: MakeDatabase): void {
  let database: TestDatabase;
  let full: FullDiskInstance;

  beforeEach(async () => {
    database = await make();
    full = await FullDiskInstance.start(database);
  });
  afterEach(async () => {
    await full.instance.stop('SIGKILL');
    await database.drop();
  });

  it('counts the last clicks when it stops, and ends with 0', async () => {
    await full.visit();
    expect(await full.instance.stop()).toBe(0);
    expect(await full.countedCount()).toBe(ALL_COUNT);
    expect(full.logs('clicks lost')).toBe(0);
  });

  it('ignores a second signal while it stops', async () => {
    await full.visit();
    process.kill(full.instance.pid, 'SIGTERM');
    process.kill(full.instance.pid, 'SIGINT');
    expect(await full.instance.stop()).toBe(0);
    expect(await full.countedCount()).toBe(ALL_COUNT);
  });

  it('counts clicks while the disk is full, so that a kill loses only the last ones', async () => {
    await full.visit();
    await full.untilCounted(ALL_COUNT);
    await full.visit();
    await full.untilCounted(VISIT_COUNT + ALL_COUNT);
    expect(full.logs('cannot write clicks to DATA_DIR')).toBe(1);
    await full.instance.stop('SIGKILL');
    expect(await full.countedCount()).toBe(VISIT_COUNT + ALL_COUNT);
  });

  it('writes journals again when there is space again', async () => {
    await full.visit();
    full.free();
    await full.visit();
    await full.untilCounted(VISIT_COUNT + ALL_COUNT);
    await eventually(() => full.logs('writing clicks to DATA_DIR again') === 1);
    expect(await full.instance.stop()).toBe(0);
    expect(await full.countedCount()).toBe(VISIT_COUNT + ALL_COUNT);
  });
}

describe('an instance on a full disk on SQLite', () => declareTests(makeSqlite));
describeOnEachServer('an instance on a full disk', declareTests);

describe('an instance on a full disk and a locked SQLite database', () => {
  it('says how many clicks are lost, and ends with 1', async () => {
    const database = await makeSqlite();
    const full = await FullDiskInstance.start(database);
    const other = openSqliteFile(database);
    other.exec('BEGIN IMMEDIATE');
    try {
      await full.visit();
      expect(await full.instance.stop()).toBe(1);
      expect(full.logs(`"${VISIT_COUNT} clicks lost"`)).toBe(1);
    } finally {
      other.exec('ROLLBACK');
      other.close();
      await full.instance.stop('SIGKILL');
      await database.drop();
    }
  });
});

describeOnEachServer('an instance on a full disk and without its database', (make) => {
  let database: TestDatabase;
  let proxy: Proxy;
  let full: FullDiskInstance;

  beforeEach(async () => {
    database = await make();
    const proxied = await Proxy.to(database.url);
    proxy = proxied.proxy;
    full = await FullDiskInstance.start(database, proxied.url);
  });
  afterEach(async () => {
    await full.instance.stop('SIGKILL');
    proxy.close();
    await database.drop();
  });

  it.each(['cut', 'hang'] as const)(
    '(%s) says how many clicks are lost, and ends with 1 in time',
    async (failure) => {
      proxy[failure]();
      await full.visit();
      const beganMs = performance.now();
      expect(await full.instance.stop()).toBe(1);
      expect(performance.now() - beganMs).toBeLessThan(LONGEST_STOP_MS);
      expect(full.logs(`"${VISIT_COUNT} clicks lost"`)).toBe(1);
      expect(await full.countedCount()).toBe(2);
    },
  );

  it('(hang) ends with 0 if there is space for the journals', async () => {
    full.free();
    proxy.hang();
    await full.visit();
    expect(await full.instance.stop()).toBe(0);
    const next = await startInstance(database);
    await full.untilCounted(ALL_COUNT);
    await next.stop();
  });

  it('counts the clicks when the database returns', async () => {
    proxy.cut();
    await full.visit();
    await eventually(() => full.logs(`database unavailable: ${VISIT_COUNT} clicks pending`) === 1);
    proxy.restore();
    await full.untilCounted(ALL_COUNT);
    expect(await full.instance.stop()).toBe(0);
    expect(await full.countedCount()).toBe(ALL_COUNT);
  });

  it('keeps the clicks for the next start when there is space again', async () => {
    proxy.cut();
    await full.visit();
    await eventually(() => full.logs(`database unavailable: ${VISIT_COUNT} clicks pending`) === 1);
    full.free();
    expect(await full.instance.stop()).toBe(0);
    expect(full.logs('clicks lost')).toBe(0);
    const next = await startInstance(database);
    await full.untilCounted(ALL_COUNT);
    await next.stop();
  });
});
