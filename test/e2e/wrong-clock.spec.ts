import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { dayOf } from '../../src/click/day.js';
import { ProcessedJournal } from '../../src/click/rollup/processed-journal.entity.js';
import { VisitorSalt } from '../../src/click/visit/visitor-salt.entity.js';
import { Job } from '../../src/jobs/job.entity.js';
import { NewestTime } from '../../src/jobs/newest-time.entity.js';
import type { Database } from '../../src/platform/database/database.js';
import { Api, type LinkBody } from '../support/api.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance, type Instance } from '../support/instance.js';
import { DAY_MS, shiftedClock } from '../support/shifted-clock.js';

const RETENTION = { CLICK_RETENTION_DAYS: '30' };
const AHEAD_MS = 40 * DAY_MS;
const HOUR_MS = 3_600_000;

/** Returns how many clicks the statistics of a link show in the default period. */
async function clicksIn(api: Api, key: string): Promise<unknown> {
  const { body } = await api.call('get', `/api/v1/links/${key}/stats`);
  return body.clicks.total;
}

function postWithKey(api: Api, idempotencyKey: string, url: string): Promise<Response> {
  return api.call('post', '/api/v1/links', (test) =>
    test.set('Idempotency-Key', idempotencyKey).send({ url }),
  );
}

describeOnEachDatabase('an instance with a wrong clock', (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let tables: Database;
  let running: Instance[];

  beforeEach(async () => {
    database = await make();
    connections = await connect(database, 1);
    tables = connections.databases[0] as Database;
    running = [];
  });
  afterEach(async () => {
    for (const instance of running) await instance.stop();
    await connections.close();
    await database.drop();
  });

  async function start(variables: Record<string, string> = {}): Promise<[Api, Instance]> {
    const instance = await startInstance(database, { ...RETENTION, ...variables });
    running.push(instance);
    return [await Api.of(instance), instance];
  }

  async function visit(api: Api, { key }: LinkBody, count: number): Promise<void> {
    for (let number = 0; number < count; number++) await api.anonymously('get', `/${key}`);
  }

  const journalCount = () => tables.read((manager) => manager.count(ProcessedJournal));
  const readNewest = () => tables.read((manager) => manager.findOneBy(NewestTime, { id: 1 }));
  const listSalts = async () => {
    const rows = await tables.read((manager) => manager.find(VisitorSalt));
    return rows.map(({ day }) => day).sort((one, other) => one - other);
  };

  it.each([
    ['ahead', AHEAD_MS],
    ['behind', -AHEAD_MS],
  ])('deletes and postpones nothing if it is 40 days %s', async (_direction, offsetMs) => {
    const [right, rightInstance] = await start();
    const [idempotencyKey, url] = [randomUUID(), 'https://example.com/'];
    const { body: link } = await postWithKey(right, idempotencyKey, url);
    await visit(right, link, 20);
    await eventually(async () => (await clicksIn(right, link.key)) === 20);
    await rightInstance.stop();
    const saltsBefore = await listSalts();
    const journalsBefore = await journalCount();
    await tables.write((manager) => manager.clear(Job));

    const [wrong, wrongInstance] = await start(shiftedClock(offsetMs));
    // The first poll for due jobs follows the start at once.
    await eventually(() => /clock/.test(wrongInstance.output()));
    expect((await postWithKey(wrong, idempotencyKey, url)).body.key).toBe(link.key);
    await visit(wrong, link, 3);
    await eventually(async () => (await clicksIn(wrong, link.key)) === 23);
    await wrongInstance.stop();

    expect(await listSalts()).toEqual(saltsBefore);
    expect(await journalCount()).toBeGreaterThan(journalsBefore);
    const jobs = await tables.read((manager) => manager.find(Job));
    expect(jobs.filter(({ nextRunAtMs }) => nextRunAtMs > Date.now() + HOUR_MS)).toEqual([]);
    const [later] = await start();
    expect((await postWithKey(later, idempotencyKey, url)).body.key).toBe(link.key);
    expect(await clicksIn(later, link.key)).toBe(23);
  });

  it('says so in the log once, and in /health/ready', async () => {
    const [api, instance] = await start({ ...shiftedClock(AHEAD_MS, 'signal'), LOG_LEVEL: 'warn' });
    const agreed = await api.anonymously('get', '/health/ready');
    expect([agreed.status, agreed.body.status, agreed.body.checks.clock.status]).toEqual([
      200,
      'ok',
      'ok',
    ]);
    process.kill(instance.pid, 'SIGUSR2');
    const readiness = async () => (await api.anonymously('get', '/health/ready')).body;
    await eventually(async () => (await readiness()).status === 'degraded');
    const { checks } = await readiness();
    expect(checks).toMatchObject({
      database: { status: 'ok' },
      coherence: { status: 'ok' },
      journal: { status: 'ok' },
      clock: { status: 'degraded', detail: expect.stringContaining('40.0 days ahead') },
    });
    const lines = () => instance.output().match(/40\.0 days ahead of the database's/g) ?? [];
    await eventually(() => lines().length > 0);
    expect(lines()).toHaveLength(1);
  });

  it('leaves jobs to others, which also claim a job that a wrong clock postponed', async () => {
    const postponed = { name: 'click-maintenance', nextRunAtMs: Date.now() + AHEAD_MS };
    await tables.write((manager) => manager.insert(Job, postponed));
    const oldDay = dayOf(Date.now()) - 3;
    await tables.write((manager) => manager.insert(VisitorSalt, { day: oldDay, salt: 'old' }));
    const [, wrongInstance] = await start(shiftedClock(AHEAD_MS));
    await eventually(() => /clock/.test(wrongInstance.output()));
    await wrongInstance.stop();
    expect(await listSalts()).toContain(oldDay);
    await start();
    await eventually(async () => !(await listSalts()).includes(oldDay));
    const jobs = await tables.read((manager) => manager.find(Job));
    expect(jobs.every(({ nextRunAtMs }) => nextRunAtMs < Date.now() + HOUR_MS)).toBe(true);
  });

  it.each([
    ['long before', -2 * DAY_MS, 'ahead of'],
    ['after', 2 * HOUR_MS, 'behind'],
  ])(
    'deletes nothing after a start if the newest time that the clock has shown is %s',
    async (_which, differenceMs, direction) => {
      const newest = { id: 1, newestMs: Date.now() + differenceMs, isSettled: true };
      await tables.write((manager) => manager.insert(NewestTime, newest));
      const oldDay = dayOf(Date.now()) - 3;
      await tables.write((manager) => manager.insert(VisitorSalt, { day: oldDay, salt: 'old' }));
      const [api, instance] = await start();
      await eventually(() => instance.output().includes(`${direction} the newest time`));
      await eventually(async () => !(await readNewest())?.isSettled);
      const { status, body } = await api.anonymously('get', '/health/ready');
      expect([status, body.status, body.checks.clock.status]).toEqual([
        200,
        'degraded',
        'degraded',
      ]);
      expect(await listSalts()).toContain(oldDay);
      expect(await tables.read((manager) => manager.count(Job))).toBe(0);
    },
  );
});
