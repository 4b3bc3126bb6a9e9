import { describe, expect, it, jest } from '@jest/globals';
import { JobScheduler, cleanupJob, type ScheduledJob } from './job-scheduler.js';
import type { JobLock } from './job-lock.js';

/** @param claimable the names of the jobs that this instance can claim. */
function createScheduler(
  jobs: readonly ScheduledJob[],
  claimable: readonly string[] = jobs.map(({ name }) => name),
) {
  const claim = jest.fn(async (name: string) => claimable.includes(name));
  const scheduler = new JobScheduler({ claim } as unknown as JobLock);
  for (const job of jobs) scheduler.add(job);
  return scheduler;
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
    const scheduler = createScheduler(jobs, ['one', 'three']);
    scheduler.onApplicationBootstrap();
    await scheduler.onApplicationShutdown();
    expect(log).toEqual(['one begins', 'one ends', 'three begins', 'three ends']);
  });

  it('runs the next job when one fails', async () => {
    const next = jest.fn(async () => undefined);
    const scheduler = createScheduler([
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
    const scheduler = createScheduler([cleanupJob('endless', deleteBatch)]);
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
