import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { readProcess } from '../support/processor-time.js';
import { Service } from '../support/service.js';

const INSTANCE_COUNT = 2;
/** PM2 lets an instance take 15 s. */
const STOPPED_WITHIN_MS = 60_000;

// Parents of processes are looked up in /proc.
(process.platform === 'linux' ? describe : describe.skip)('of npm start', () => {
  let database: TestDatabase;
  let service: Service;
  let pm2: number;
  let pids: number[];

  beforeEach(async () => {
    database = await makeSqlite();
    service = await Service.start(database, { INSTANCES: String(INSTANCE_COUNT) });
    await service.untilOnline(INSTANCE_COUNT);
    const { items } = (await service.call('GET', '/api/v1/admin/instances')) as {
      items: { pid: number }[];
    };
    pm2 = service.pm2Pid();
    pids = items.map(({ pid }) => pid);
  }, 120_000);
  afterEach(() => database.drop());

  it('a killed PM2 ends it with 1, and no instance stays', async () => {
    process.kill(pm2, 'SIGKILL');
    expect(await service.exitCode()).toBe(1);
    await eventually(() => !pids.some(isRunning));
  });

  it('a killed launcher ends PM2, which drains its instances', async () => {
    process.kill(readProcess(pm2).parent, 'SIGKILL');
    await service.exitCode();
    await eventually(() => ![pm2, ...pids].some(isRunning), STOPPED_WITHIN_MS);
    const ends = service.output.match(/App \[shortcore:\d+\] exited with code \[0\]/g);
    expect(ends).toHaveLength(INSTANCE_COUNT);
  });
});

/** A zombie, which its parent has not asked about, has ended. */
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
