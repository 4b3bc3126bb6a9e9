import { describe, expect, it } from '@jest/globals';
import { Turnstile } from './turnstile.js';

describe(Turnstile.name, () => {
  it('lets the next one through when the one before is done, failed or not', async () => {
    const turnstile = new Turnstile();
    const log: string[] = [];
    const work = (name: string, fails: boolean) => async () => {
      log.push(`${name} in`);
      await Promise.resolve();
      log.push(`${name} out`);
      if (fails) throw new Error(name);
      return name;
    };
    const results = await Promise.allSettled([
      turnstile.pass(work('a', true)),
      turnstile.pass(work('b', false)),
      turnstile.pass(work('c', false)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('lets what is urgent through before what waits already', async () => {
    const turnstile = new Turnstile();
    const log: string[] = [];
    const work = (name: string) => async () => void log.push(name);
    await Promise.all([
      turnstile.pass(work('first')),
      turnstile.pass(work('second')),
      turnstile.pass(work('third')),
      turnstile.pass(work('urgent'), true),
    ]);
    expect(log).toEqual(['first', 'urgent', 'second', 'third']);
  });
});
