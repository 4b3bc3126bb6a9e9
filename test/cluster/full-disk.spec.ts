import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ClickedService } from '../support/clicked-service.js';
import { requestMany } from '../support/concurrent-requests.js';
import { describeOnOneServer, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { LIMITED_FILES } from '../support/full-disk.js';
import { startInstance } from '../support/instance.js';
import { Proxy } from '../support/proxy.js';
import { countAllClicks } from '../support/statistics.js';

const INSTANCE_COUNT = 2;
/** On 64 connections, which the instances share, so that each of them caches the link. */
const FIRST_COUNT = 256;
const VISIT_COUNT = 50;

describeOnOneServer('npm start on a full disk', (make) => {
  let database: TestDatabase;
  let proxy: Proxy;
  let clicked: ClickedService;
  let pids: readonly number[];

  beforeEach(async () => {
    database = await make();
    const proxied = await Proxy.to(database.url);
    proxy = proxied.proxy;
    clicked = await ClickedService.start({ ...database, url: proxied.url }, INSTANCE_COUNT, 1);
    await visit(FIRST_COUNT);
    await clicked.untilCounted(FIRST_COUNT);
    // New instances inherit the limit of PM2.
    pids = [clicked.service.pm2Pid(), ...(await clicked.pids())];
    LIMITED_FILES.makeFull(pids);
  });
  afterEach(async () => {
    if (clicked.service.process.exitCode === null) await clicked.stop();
    proxy.close();
    await database.drop();
  });

  async function visit(count: number): Promise<void> {
    const path = `/${clicked.keys[0]}`;
    expect(await requestMany([clicked.service.url], path, count)).toEqual({ 302: count });
  }

  async function stop(): Promise<number | null> {
    clicked.service.signalGroup('SIGTERM');
    return clicked.service.exitCode();
  }

  it('counts all clicks over a reload', async () => {
    await visit(VISIT_COUNT);
    await clicked.service.reload();
    await visit(VISIT_COUNT);
    expect(await stop()).toBe(0);
    expect(await countAllClicks(database)).toBe(FIRST_COUNT + 2 * VISIT_COUNT);
  });

  it('counts the last clicks when it stops, and ends with 0', async () => {
    await visit(VISIT_COUNT);
    expect(await stop()).toBe(0);
    expect(clicked.service.output).not.toContain('clicks lost');
    expect(await countAllClicks(database)).toBe(FIRST_COUNT + VISIT_COUNT);
  });

  it('counts them although each process gets signals, and more than one', async () => {
    await visit(VISIT_COUNT);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      for (const pid of pids) process.kill(pid, signal);
    }
    expect(await stop()).toBe(0);
    expect(await countAllClicks(database)).toBe(FIRST_COUNT + VISIT_COUNT);
  });

  it.each(['cut', 'hang'] as const)(
    'and without its database (%s) says how many clicks are lost, and ends with 1',
    async (failure) => {
      proxy[failure]();
      await visit(VISIT_COUNT);
      expect(await stop()).toBe(1);
      expect(clicked.service.output).toMatch(new RegExp(`^${VISIT_COUNT} clicks lost$`, 'm'));
      expect(await countAllClicks(database)).toBe(FIRST_COUNT);
    },
  );

  it('ends with 0 after a long stop that keeps the clicks for the next start', async () => {
    LIMITED_FILES.makeFree(pids);
    proxy.hang();
    await visit(VISIT_COUNT);
    expect(await stop()).toBe(0);
    const next = await startInstance(database);
    await eventually(async () => (await countAllClicks(database)) === FIRST_COUNT + VISIT_COUNT);
    await next.stop();
  });
});
