import { describe, expect, it } from '@jest/globals';
import { StartError } from '../platform/config/start-error.js';
import { untilReady } from './until-ready.js';

describe(untilReady.name, () => {
  const running = (): boolean => true;

  it('asks until an instance is ready', async () => {
    const answers = [false, false, true];
    await untilReady(async () => answers.shift() ?? false, running);
    expect(answers).toEqual([]);
  });

  it('ends when PM2 has ended', async () => {
    await untilReady(
      async () => false,
      () => false,
    );
  });

  it('fails in one line when nothing is ready in time', async () => {
    const waiting = untilReady(async () => false, running, 10);
    await expect(waiting).rejects.toThrow(StartError);
    await expect(waiting).rejects.toThrow('no instance is ready after 0.01 s');
  });
});
