import { describe, expect, it, jest } from '@jest/globals';
import { JobScheduler, cleanupJob, type ScheduledJob } from './job-scheduler.js';
import type { ClockMonitor } from './clock-monitor.js';
import type { JobLock } from './job-lock.js';

const NOW_MS = 7;

/** @param claimable the names of the jobs that this instance can claim. */
function createScheduler(
  jobs: readonly ScheduledJob[],
  claimable: readonly string[] = jobs.map(({ name }) => name),
  isClockWrong = false,
) {
  const claim = jest.fn(async (name: string, _nowMs: number, _intervalMs: number) =>
    claimable.includes(name),
  );
  const clock = {
    deletionTimeMs: async () => (isClockWrong ? undefined : NOW_MS),
  } as unknown as ClockMonitor;
  const scheduler = new JobScheduler({ claim } as unknown as JobLock, clock);
  for (const job of jobs) scheduler.add(job);
  return { scheduler, claim };
}

function createJob(name: string, run: ScheduledJob['run']): ScheduledJob {
  return { name, run, stop: () => undefined };
}

describe(JobScheduler.name, () => {
  it('runs the jobs that this instance claims, one after the other', async () => {
    const log: string[] = [];
    const loggedJob = (name: string) =>
      createJob(name, async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
      });
    const jobs = [loggedJob('one'), loggedJob('two'), loggedJob('three')];
    const { scheduler } = createScheduler(jobs, ['one', 'three']);
    scheduler.onApplicationBootstrap();
    await scheduler.onApplicationShutdown();
    expect(log).toEqual(['one begins', 'one ends', 'three begins', 'three ends']);
  });

  it('passes the time of the database to the jobs, and claims by it', async () => {
    const run = jest.fn(async (_nowMs: number) => undefined);
    const { scheduler, claim } = createScheduler([createJob('one', run)]);
    scheduler.onApplicationBootstrap();
    await scheduler.onApplicationShutdown();
    expect(claim.mock.calls).toEqual([['one', NOW_MS, expect.any(Number)]]);
    expect(run.mock.calls).toEqual([[NOW_MS]]);
  });

  it('claims and runs nothing while a clock is wrong', async () => {
    const run = jest.fn(async (_nowMs: number) => undefined);
    const { scheduler, claim } = createScheduler([createJob('one', run)], ['one'], true);
    scheduler.onApplicationBootstrap();
    await scheduler.onApplicationShutdown();
    expect([claim, run].map(({ mock }) => mock.calls)).toEqual([[], []]);
  });

  it('runs the next job when one fails', async () => {
    const next = jest.fn(async () => undefined);
    const { scheduler } = createScheduler([
      createJob('fails', async () => Promise.reject(new Error('no luck'))),
      createJob('next', next),
    ]);
    scheduler.onApplicationBootstrap();
    await scheduler.onApplicationShutdown();
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('stops after the batch in progress', async () => {
    const deleteBatch = jest.fn(async () => {
      void scheduler.onApplicationShutdown();
      return 500;
    });
    const { scheduler } = createScheduler([cleanupJob('endless', deleteBatch)]);
    scheduler.onApplicationBootstrap();
    await new Promise((resolve) => setImmediate(resolve));
    await scheduler.onApplicationShutdown();
    expect(deleteBatch).toHaveBeenCalledTimes(1);
  });
});

describe(cleanupJob.name, () => {
  it('deletes batches until there is nothing left', async () => {
    const deleteBatch = jest.fn(async (_nowMs: number) => 0);
    deleteBatch.mockResolvedValueOnce(100).mockResolvedValueOnce(3);
    await cleanupJob('old', deleteBatch).run(7);
    expect(deleteBatch.mock.calls).toEqual([[7], [7], [7]]);
  });
});
