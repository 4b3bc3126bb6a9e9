import { describe, expect, it } from '@jest/globals';
import { repeatUntilDone } from './repeat.js';

describe(repeatUntilDone.name, () => {
  it('calls until all is changed, and reports after each call', async () => {
    const answers = [
      { changed: 1000, isDone: false },
      { changed: 1000, isDone: false },
      { changed: 17, isDone: true },
    ];
    const reports: number[] = [];
    const call = () => Promise.resolve(answers.shift() ?? { changed: 0, isDone: true });
    expect(await repeatUntilDone(call, (count) => reports.push(count))).toBe(2017);
    expect(reports).toEqual([1000, 2000, 2017]);
    expect(answers).toEqual([]);
  });
});
