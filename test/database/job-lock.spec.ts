import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Job } from '../../src/jobs/job.entity.js';
import { JobLock } from '../../src/jobs/job-lock.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const INSTANCE_COUNT = 6;
const INTERVAL_MS = 1_000;

describeOnEachDatabase(JobLock.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let locks: JobLock[];

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, INSTANCE_COUNT);
    locks = connections.databases.map((each) => new JobLock(each));
  });
  beforeEach(() => connections.databases[0]?.write((manager) => manager.clear(Job)));
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  /** Returns how many instances succeed when all claim at once. */
  async function claimCount(nowMs: number, name = 'sweep'): Promise<number> {
    const claims = locks.map((each) => each.claim(name, nowMs, INTERVAL_MS));
    return (await Promise.all(claims)).filter(Boolean).length;
  }

  it('lets one instance claim a job that never ran', async () => {
    for (let number = 0; number < 5; number++) expect(await claimCount(0, `job-${number}`)).toBe(1);
  });

  it('lets nobody claim a job before it is due, and then one instance', async () => {
    expect(await claimCount(5_000)).toBe(1);
    expect(await claimCount(5_000)).toBe(0);
    expect(await claimCount(5_999)).toBe(0);
    expect(await claimCount(6_000)).toBe(1);
    expect(await claimCount(6_999)).toBe(0);
    expect(await claimCount(60_000)).toBe(1);
  });

  it('lets one instance claim a job that a wrong clock postponed, but not one just claimed', async () => {
    expect(await claimCount(40 * 86_400_000)).toBe(1);
    expect(await claimCount(5_000)).toBe(1);
    // Another instance has read the time slightly later, and claimed first.
    expect(await claimCount(4_990)).toBe(0);
    expect(await claimCount(6_000)).toBe(1);
  });

  it('tracks each job separately', async () => {
    const [one, other] = locks as [JobLock, JobLock];
    expect(await one.claim('one', 0, INTERVAL_MS)).toBe(true);
    expect(await other.claim('other', 500, INTERVAL_MS)).toBe(true);
    expect(await other.claim('one', 1_000, INTERVAL_MS)).toBe(true);
    expect(await one.claim('other', 1_000, INTERVAL_MS)).toBe(false);
  });
});
