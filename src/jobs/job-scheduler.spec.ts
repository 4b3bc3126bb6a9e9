import { describe, expect, it, jest } from '@jest/globals';
import { JobScheduler, cleanupJob, type ScheduledJob } from './job-scheduler.js';
import type { JobLock } from './job-lock.js';

/** On an instance that gets each job, or only those named. */
function choresOf(
  all: readonly ScheduledJob[],
  due: readonly string[] = all.map(({ name }) => name),
) {
  const claim = jest.fn(async (name: string) => due.includes(name));
  const scheduler = new JobScheduler({ claim } as unknown as JobLock);
  for (const job of all) scheduler.add(job);
  return scheduler;
}

function chore(name: string, run: ScheduledJob['run']): ScheduledJob {
  return { name, run, stop: () => undefined };
}

describe(JobScheduler.name, () => {
  it('does what falls to this instance, one after the other', async () => {
    const done: string[] = [];
    const doing = (name: string) =>
      chore(name, async () => {
        done.push(`${name} begins`);
        await Promise.resolve();
        done.push(`${name} ends`);
      });
    const scheduler = choresOf([doing('one'), doing('two'), doing('three')], ['one', 'three']);
    scheduler.onApplicationBootstrap();
    await scheduler.onApplicationShutdown();
    expect(done).toEqual(['one begins', 'one ends', 'three begins', 'three ends']);
  });

  it('goes on with the next when one fails', async () => {
    const next = jest.fn(async () => undefined);
    const scheduler = choresOf([
      chore('fails', async () => Promise.reject(new Error('no luck'))),
      chore('next', next),
    ]);
    scheduler.onApplicationBootstrap();
    await scheduler.onApplicationShutdown();
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('ends behind the step that is under way', async () => {
    const step = jest.fn(async () => {
      void scheduler.onApplicationShutdown();
      return 500;
    });
    const scheduler = choresOf([cleanupJob('endless', step)]);
    scheduler.onApplicationBootstrap();
    await new Promise((resolve) => setImmediate(resolve));
    await scheduler.onApplicationShutdown();
    expect(step).toHaveBeenCalledTimes(1);
  });
});

describe(cleanupJob.name, () => {
  it('removes some at a time until there is nothing left', async () => {
    const removeSome = jest.fn(async (_nowMs: number) => 0);
    removeSome.mockResolvedValueOnce(100).mockResolvedValueOnce(3);
    await cleanupJob('old', removeSome).run(7);
    expect(removeSome.mock.calls).toEqual([[7], [7], [7]]);
  });
});
