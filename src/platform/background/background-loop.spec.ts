import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Problem } from '../errors/problem.js';
import { BackgroundLoop } from './background-loop.js';

const LONG_MS = 600_000;

function loopOf(run: () => Promise<void>, pauseMs: number | (() => number) = 0) {
  const logger = new Logger();
  const error = jest.spyOn(logger, 'error').mockReturnValue();
  return { loop: new BackgroundLoop({ logger, pauseMs, run }), error };
}

/** Resolves at the given call of the run, which the loop then repeats. */
function callNumber(count: number): {
  run: jest.Mock<() => Promise<void>>;
  reached: Promise<void>;
} {
  let resolve = (): void => undefined;
  const reached = new Promise<void>((done) => (resolve = done));
  const run = jest.fn(async () => {
    if (run.mock.calls.length === count) resolve();
  });
  return { run, reached };
}

describe(BackgroundLoop.name, () => {
  it('runs at once and then after each pause, until it is stopped', async () => {
    const { run, reached } = callNumber(3);
    const { loop } = loopOf(run);
    loop.start();
    expect(run).toHaveBeenCalledTimes(1);
    await reached;
    await loop.stop();
    const { length } = run.mock.calls;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(run).toHaveBeenCalledTimes(length);
  });

  it('does not run before the pause when it is started with one', async () => {
    const { run } = callNumber(1);
    const { loop } = loopOf(run, LONG_MS);
    loop.start({ withPause: true });
    await new Promise(setImmediate);
    await loop.stop();
    expect(run).not.toHaveBeenCalled();
  });

  it('asks how long each pause is', async () => {
    const { run, reached } = callNumber(3);
    const pauses = [0, 0, LONG_MS];
    const { loop } = loopOf(run, () => pauses.shift() ?? 0);
    loop.start();
    await reached;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await loop.stop();
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('runs at once when it is woken, and pauses again', async () => {
    const { run, reached } = callNumber(2);
    const { loop } = loopOf(run, LONG_MS);
    loop.start();
    await new Promise(setImmediate);
    loop.wake();
    await reached;
    await new Promise(setImmediate);
    await loop.stop();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('skips the next pause when it is woken during a run', async () => {
    const { run, reached } = callNumber(2);
    const { loop } = loopOf(() => {
      loop.wake();
      return run();
    }, LONG_MS);
    loop.start();
    await reached;
    await loop.stop();
    expect(run.mock.calls.length).toBeGreaterThanOrEqual(2);
  });

  it('waits at the stop for the run in progress', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const { loop } = loopOf(() => finished);
    loop.start();
    let isStopped = false;
    const stopping = loop.stop().then(() => (isStopped = true));
    await new Promise(setImmediate);
    expect(isStopped).toBe(false);
    finish();
    await stopping;
  });

  it('never has two runs in progress', async () => {
    const { run: count, reached } = callNumber(3);
    let inProgress = 0;
    let most = 0;
    const { loop } = loopOf(async () => {
      most = Math.max(most, ++inProgress);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inProgress--;
      await count();
    });
    loop.start();
    await reached;
    await loop.stop();
    expect(most).toBe(1);
  });

  it('logs errors, except database outages, and goes on', async () => {
    const defect = new Error('a defect');
    const { run, reached } = callNumber(3);
    run.mockRejectedValueOnce(defect).mockRejectedValueOnce(new Problem('database-unavailable'));
    const { loop, error } = loopOf(run);
    loop.start();
    await reached;
    await loop.stop();
    expect(error.mock.calls).toEqual([[defect]]);
  });

  it('flushes after the last run', async () => {
    const log: string[] = [];
    const { loop } = loopOf(async () => {
      await Promise.resolve();
      log.push('run');
    }, LONG_MS);
    loop.start();
    expect(await loop.stopAndFlush(async () => void log.push('flush'), LONG_MS)).toBe(true);
    expect(log).toEqual(['run', 'flush']);
  });

  it('does not wait longer than the limit for a flush', async () => {
    const { loop } = loopOf(async () => undefined, LONG_MS);
    loop.start();
    const keepsProcessAlive = setTimeout(() => undefined, LONG_MS);
    expect(await loop.stopAndFlush(() => new Promise(() => undefined), 5)).toBe(false);
    clearTimeout(keepsProcessAlive);
  });
});
