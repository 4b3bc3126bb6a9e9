import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ResponseDeadline } from './response-deadline.js';

const LIMIT_MS = 8_000;

describe(ResponseDeadline.name, () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('answers with a failure at the limit, after which the work cannot take effect', async () => {
    const deadline = new ResponseDeadline();
    const limited = deadline.limit(new Promise(() => {}));
    const failure = expect(limited).rejects.toMatchObject({ code: 'database-unavailable' });
    await jest.advanceTimersByTimeAsync(LIMIT_MS);
    await failure;
    expect(() => deadline.takeEffect()).toThrow('was told');
  });

  it('waits for the outcome of work that is taking effect', async () => {
    const deadline = new ResponseDeadline();
    let finish = (_outcome: string): void => {};
    const limited = deadline.limit(new Promise<string>((resolve) => (finish = resolve)));
    deadline.takeEffect();
    await jest.advanceTimersByTimeAsync(2 * LIMIT_MS);
    finish('done');
    expect(await limited).toBe('done');
  });

  it('limits another attempt after one whose effect was undone', async () => {
    const deadline = new ResponseDeadline();
    const limited = deadline.limit(new Promise(() => {}));
    const failure = expect(limited).rejects.toMatchObject({ code: 'database-unavailable' });
    deadline.takeEffect();
    deadline.startAttempt();
    await jest.advanceTimersByTimeAsync(LIMIT_MS);
    await failure;
  });
});
