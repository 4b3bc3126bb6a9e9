import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Job } from '../../src/jobs/job.entity.js';
import { JobLock } from '../../src/jobs/job-lock.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const INSTANCE_COUNT = 6;
const EVERY_MS = 1_000;

describeOnEachDatabase(JobLock.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let claimers: JobLock[];

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, INSTANCE_COUNT);
    claimers = connections.databases.map((each) => new JobLock(each));
  });
  beforeEach(() => connections.databases[0]?.write((manager) => manager.clear(Job)));
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  /** How many of the instances get it when all ask at once. */
  async function winnersAt(nowMs: number, name = 'sweep'): Promise<number> {
    const claims = claimers.map((each) => each.claim(name, nowMs, EVERY_MS));
    return (await Promise.all(claims)).filter(Boolean).length;
  }

  it('gives work that nobody ever did to one of many', async () => {
    for (let number = 0; number < 5; number++) expect(await winnersAt(0, `job-${number}`)).toBe(1);
  });

  it('gives it to nobody before it is due, and then to one again', async () => {
    expect(await winnersAt(5_000)).toBe(1);
    expect(await winnersAt(5_000)).toBe(0);
    expect(await winnersAt(5_999)).toBe(0);
    expect(await winnersAt(6_000)).toBe(1);
    expect(await winnersAt(6_999)).toBe(0);
    expect(await winnersAt(60_000)).toBe(1);
  });

  it('keeps jobs apart', async () => {
    const [one, other] = claimers as [JobLock, JobLock];
    expect(await one.claim('one', 0, EVERY_MS)).toBe(true);
    expect(await other.claim('other', 500, EVERY_MS)).toBe(true);
    expect(await other.claim('one', 1_000, EVERY_MS)).toBe(true);
    expect(await one.claim('other', 1_000, EVERY_MS)).toBe(false);
  });
});
