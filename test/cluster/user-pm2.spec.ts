import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { environmentFor } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { untilReady } from '../support/instance.js';
import { freePort } from '../support/ports.js';
import { runScript } from '../support/program.js';
import { Service } from '../support/service.js';
import { UserPm2 } from '../support/user-pm2.js';

const INSTANCE_COUNT = 2;
/** The log of a start is much shorter. */
const MAX_LOG_LENGTH = 20_000;

describe('npm start beside a PM2 of the user', () => {
  let database: TestDatabase;
  let user: UserPm2;
  let before: Record<string, string>;

  beforeEach(async () => {
    database = await makeSqlite();
    user = await UserPm2.start();
    before = await user.list();
  });
  afterEach(async () => {
    await user.kill();
    await database.drop();
  });

  const isAnswering = (url: string): Promise<boolean> =>
    fetch(`${url}/health/live`).then(
      () => true,
      () => false,
    );

  it('under it has its own home, and pm2 stop ends nothing else', async () => {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const env = environmentFor(database, { INSTANCES: String(INSTANCE_COUNT), PORT: port });
    await user.run(['start', 'npm', '--name', 'short', '--', 'start'], env);
    await untilReady(url);
    await eventually(() =>
      user.readLog('short').includes(`App [shortcore:${INSTANCE_COUNT - 1}] online`),
    );
    expect(await user.list()).toEqual({ ...before, short: expect.stringMatching(/^online/) });
    expect(existsSync(join(database.directory, `pm2-${port}`, 'rpc.sock'))).toBe(true);
    expect(user.readLog('short').length).toBeLessThan(MAX_LOG_LENGTH);

    await user.run(['stop', 'short']);
    await eventually(async () => !(await isAnswering(url)));
    expect(await user.list()).toEqual({ ...before, short: 'stopped 0' });
  });

  it('ignores its exported home, and Ctrl-C ends nothing else', async () => {
    const service = await Service.start(database, {
      INSTANCES: String(INSTANCE_COUNT),
      PM2_HOME: user.home,
      name: 'other',
      pm_id: '0',
      exec_mode: 'fork_mode',
      instances: '1',
    });
    await service.untilOnline(INSTANCE_COUNT);
    expect(await user.list()).toEqual(before);
    service.signalGroup('SIGINT');
    expect(await service.exitCode()).toBe(0);
    expect(await user.list()).toEqual(before);
  });
});

describe('npm run reload', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeSqlite();
  });
  afterEach(() => database.drop());

  async function pidsOf(service: Service): Promise<number[]> {
    const { items } = (await service.call('GET', '/api/v1/admin/instances')) as {
      items: { pid: number }[];
    };
    return items.map(({ pid }) => pid);
  }

  it.each([
    ['the home in DATA_DIR', () => ({})],
    ['SHORTCORE_PM2_HOME', () => ({ SHORTCORE_PM2_HOME: join(database.directory, 'pm2') })],
    [
      'a DATA_DIR with a long name',
      () => ({ DATA_DIR: join(database.directory, 'long-'.repeat(25)) }),
    ],
  ])('replaces the instances of the service: %s', async (_which, variables) => {
    const service = await Service.start(database, {
      INSTANCES: String(INSTANCE_COUNT),
      ...variables(),
    });
    await service.untilOnline(INSTANCE_COUNT);
    const before = await pidsOf(service);
    await service.reload();
    const after = await pidsOf(service);
    expect([before.length, after.length]).toEqual([INSTANCE_COUNT, INSTANCE_COUNT]);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    service.signalGroup('SIGTERM');
    expect(await service.exitCode()).toBe(0);
  });

  it('says in one line that nothing runs, and starts nothing', async () => {
    const { code, stderr } = await runScript(database, 'reload', []);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^shortcore cannot reload: no PM2 runs in .*pm2-3000; DATA_DIR, .*\n$/),
    ]);
    expect(existsSync(join(database.directory, 'pm2-3000'))).toBe(false);
  });
});
