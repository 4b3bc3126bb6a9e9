import { describe, expect, it } from '@jest/globals';
import { PriorityMutex } from './priority-mutex.js';

describe(PriorityMutex.name, () => {
  it('runs the next work after the previous one has ended, also by an error', async () => {
    const mutex = new PriorityMutex();
    const log: string[] = [];
    const work = (name: string, fails: boolean) => async () => {
      log.push(`${name} in`);
      await Promise.resolve();
      log.push(`${name} out`);
      if (fails) throw new Error(name);
      return name;
    };
    const results = await Promise.allSettled([
      mutex.runExclusive(work('a', true)),
      mutex.runExclusive(work('b', false)),
      mutex.runExclusive(work('c', false)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('runs urgent work before other work that waits already', async () => {
    const mutex = new PriorityMutex();
    const log: string[] = [];
    const work = (name: string) => async () => void log.push(name);
    await Promise.all([
      mutex.runExclusive(work('first')),
      mutex.runExclusive(work('second')),
      mutex.runExclusive(work('third')),
      mutex.runExclusive(work('urgent'), true),
    ]);
    expect(log).toEqual(['first', 'urgent', 'second', 'third']);
  });
});
