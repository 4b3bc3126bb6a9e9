import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { expectUnavailable } from '../support/expect-unavailable.js';
import { migrate, startInstance, type Instance } from '../support/instance.js';
import { installedPrograms, OwnServer } from '../support/servers.js';

const [program] = installedPrograms();
const URL = 'https://example.com/';
/** Less than the time after which a connection counts as stalled. */
const NOTICED_MS = 5_000;
const ANSWERED_AT_ONCE = 20;

/** The server is the only one of its kind here, because these tests stop it, or use up its connections. */
(program === undefined ? describe.skip : describe)('a database server', () => {
  let server: OwnServer;
  let directory: string;
  let admin: Connection;
  let instance: Instance;
  let api: Api;

  beforeEach(async () => {
    server = await OwnServer.make(program ?? 'mariadbd');
    admin = await createConnection(server.url);
    await admin.query('CREATE DATABASE shortcore');
    await admin.query("CREATE USER app@'127.0.0.1' IDENTIFIED BY 'secret'");
    await admin.query("GRANT ALL ON shortcore.* TO app@'127.0.0.1'");
    directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
    const url = `mysql://app:secret@127.0.0.1:${server.port}/shortcore`;
    const database = { url, directory, drop: async () => {} };
    await migrate(database);
    instance = await startInstance(database);
    api = await Api.of(instance);
  });
  afterEach(async () => {
    server.resume();
    await instance.stop();
    admin.destroy();
    await server.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  const visit = async (key: string): Promise<number> =>
    (await api.anonymously('get', `/${key}`)).status;

  async function expectOutage(): Promise<void> {
    await expectUnavailable(api);
    expect((await api.anonymously('get', '/health/live')).status).toBe(200);
  }

  async function recover(): Promise<void> {
    await eventually(async () => (await api.anonymously('get', '/health/ready')).status === 200);
    expect((await api.post({ url: URL })).status).toBe(201);
  }

  async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
    const beganMs = performance.now();
    await work();
    return performance.now() - beganMs;
  }

  it('that is stopped is noticed within seconds, and redirects go on', async () => {
    const { key } = await api.create({ url: URL });
    expect(await visit(key)).toBe(302);
    const visits = { isOver: false, statuses: [] as number[] };
    const visiting = (async () => {
      while (!visits.isOver) visits.statuses.push(await visit(key));
    })();
    server.pause();
    expect(await elapsedMs(expectOutage)).toBeLessThan(NOTICED_MS);
    // Each would take a second or more if it waited for the server.
    const takenMs = await elapsedMs(async () => {
      for (let count = 0; count < ANSWERED_AT_ONCE; count++) await expectOutage();
    });
    expect(takenMs).toBeLessThan(NOTICED_MS);
    visits.isOver = true;
    await visiting;
    expect(new Set(visits.statuses)).toEqual(new Set([302]));
    server.resume();
    await recover();
    const clicks = 1 + visits.statuses.length;
    await eventually(
      async () => (await api.call('get', `/api/v1/links/${key}`)).body.clicks.total === clicks,
    );
    expect(instance.output()).toContain('the database responds again');
  });

  it('keeps the time of work that is slow', async () => {
    const lock = await createConnection(server.url);
    await lock.query('LOCK TABLES shortcore.link WRITE');
    const created = api.post({ url: URL });
    const ready = await api.anonymously('get', '/health/ready');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await lock.query('UNLOCK TABLES');
    lock.destroy();
    expect([ready.status, (await created).status]).toEqual([200, 201]);
    expect(instance.output()).not.toContain('does not respond');
  });

  it('without free connections is reported at once', async () => {
    const { key } = await api.create({ url: URL });
    expect(await visit(key)).toBe(302);
    const holders: Connection[] = [];
    await admin.query('SET GLOBAL max_connections = 10');
    const [own] = await admin.query(
      "SELECT id FROM information_schema.processlist WHERE user = 'app'",
    );
    for (const { id } of own as { id: number }[]) await admin.query(`KILL ${id}`);
    // The administrator's own connection takes the last one.
    while (holders.length < 10) {
      const holder = await createConnection(server.url).catch(() => undefined);
      if (holder === undefined) break;
      holders.push(holder);
    }
    expect(await elapsedMs(expectOutage)).toBeLessThan(NOTICED_MS);
    expect(await visit(key)).toBe(302);
    for (const holder of holders) holder.destroy();
    await recover();
  });
});
