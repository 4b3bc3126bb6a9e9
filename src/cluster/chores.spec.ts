import { describe, expect, it, jest } from '@jest/globals';
import { Chores, removal, type Chore } from './chores.js';
import type { Jobs } from './jobs.js';

/** On an instance that gets each job, or only those named. */
function choresOf(all: readonly Chore[], due: readonly string[] = all.map(({ name }) => name)) {
  const claim = jest.fn(async (name: string) => due.includes(name));
  const chores = new Chores({ claim } as unknown as Jobs);
  for (const chore of all) chores.add(chore);
  return chores;
}

function chore(name: string, run: Chore['run']): Chore {
  return { name, run, stop: () => undefined };
}

describe(Chores.name, () => {
  it('does what falls to this instance, one after the other', async () => {
    const done: string[] = [];
    const doing = (name: string) =>
      chore(name, async () => {
        done.push(`${name} begins`);
        await Promise.resolve();
        done.push(`${name} ends`);
      });
    const chores = choresOf([doing('one'), doing('two'), doing('three')], ['one', 'three']);
    chores.onApplicationBootstrap();
    await chores.onApplicationShutdown();
    expect(done).toEqual(['one begins', 'one ends', 'three begins', 'three ends']);
  });

  it('goes on with the next when one fails', async () => {
    const next = jest.fn(async () => undefined);
    const chores = choresOf([
      chore('fails', async () => Promise.reject(new Error('no luck'))),
      chore('next', next),
    ]);
    chores.onApplicationBootstrap();
    await chores.onApplicationShutdown();
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('ends behind the step that is under way', async () => {
    const step = jest.fn(async () => {
      void chores.onApplicationShutdown();
      return 500;
    });
    const chores = choresOf([removal('endless', step)]);
    chores.onApplicationBootstrap();
    await new Promise((resolve) => setImmediate(resolve));
    await chores.onApplicationShutdown();
    expect(step).toHaveBeenCalledTimes(1);
  });
});

describe(removal.name, () => {
  it('removes some at a time until there is nothing left', async () => {
    const removeSome = jest.fn(async (_nowMs: number) => 0);
    removeSome.mockResolvedValueOnce(100).mockResolvedValueOnce(3);
    await removal('old', removeSome).run(7);
    expect(removeSome.mock.calls).toEqual([[7], [7], [7]]);
  });
});
