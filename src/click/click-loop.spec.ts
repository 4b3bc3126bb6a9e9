import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Problem } from '../errors/problem.js';
import { ClickLoop } from './click-loop.js';
import type { ClickRecorder } from './click-recorder.js';
import type { JournalCounting } from './journal-counting.js';
import type { Journals } from './journal/journals.js';

const away = new Problem('database-unavailable');

/** With journals that are waiting, of so many clicks each. */
function loopWith(waiting: Record<string, number>) {
  const recorder = { recordedCount: 0, endTurn: jest.fn() };
  const journals = {
    lostCount: 0,
    beat: jest.fn(),
    rotate: jest.fn(),
    waiting: jest.fn(async () => Object.keys(waiting)),
    get pendingCount() {
      return Object.values(waiting).reduce((sum, clickCount) => sum + clickCount, 0);
    },
    end: jest.fn(async () => {}),
  };
  const count = jest.fn(async (id: string) => {
    delete waiting[id];
  });
  const loop = new ClickLoop(
    recorder as unknown as ClickRecorder,
    journals as unknown as Journals,
    { count } as unknown as JournalCounting,
  );
  /** The one at the end, which need not be waited for. */
  const round = () => loop.onApplicationShutdown();
  return { loop, recorder, journals, count, round, waiting };
}

describe(ClickLoop.name, () => {
  const log = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };

  beforeEach(() => {
    Logger.overrideLogger(log);
    for (const method of Object.values(log)) method.mockClear();
  });

  afterEach(() => {
    jest.useRealTimers();
    Logger.overrideLogger(false);
  });

  it('ends the current journal and counts all that wait', async () => {
    const { journals, count, round } = loopWith({ 'aaaa-1': 3, 'bbbb-1': 2 });
    journals.waiting.mockImplementationOnce(async () => {
      expect(journals.rotate).toHaveBeenCalledTimes(1);
      return ['aaaa-1', 'bbbb-1'];
    });
    await round();
    expect(count.mock.calls).toEqual([['aaaa-1'], ['bbbb-1']]);
  });

  it('has all that was recorded in the journal before it ends', async () => {
    const { journals, recorder, count, round } = loopWith({ 'aaaa-1': 3 });
    const order: string[] = [];
    recorder.endTurn.mockImplementation(() => order.push('recorded'));
    journals.rotate.mockImplementation(() => order.push('rotated'));
    count.mockImplementation(async () => void order.push('counted'));
    journals.end.mockImplementation(async () => void order.push('ended'));
    await round();
    expect(order).toEqual(['recorded', 'rotated', 'counted', 'ended']);
  });

  it('beats and counts once a second while it runs', async () => {
    const { loop, journals, round } = loopWith({});
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    loop.onApplicationBootstrap();
    jest.advanceTimersByTime(3_000);
    expect(journals.beat).toHaveBeenCalledTimes(3);
    await round();
    expect(journals.rotate.mock.calls.length).toBeGreaterThanOrEqual(2);
    jest.advanceTimersByTime(3_000);
    expect(journals.beat).toHaveBeenCalledTimes(3);
  });

  it('goes on though it could not show that it lives', async () => {
    const { loop, journals, round } = loopWith({});
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    journals.beat.mockImplementation(() => {
      throw new Error('EROFS: read-only file system');
    });
    loop.onApplicationBootstrap();
    try {
      expect(() => jest.advanceTimersByTime(1_000)).not.toThrow();
    } finally {
      await round();
    }
  });

  describe('reports', () => {
    it('how many clicks it has recorded, and how many of them wait', async () => {
      const { loop, recorder, round } = loopWith({ 'aaaa-1': 3, 'aaaa-2': 4 });
      recorder.recordedCount = 10;
      expect(loop.report()).toEqual({ clicksRecorded: 10, clicksPending: 7, clicksLost: 0 });
      await round();
      expect(loop.report()).toEqual({ clicksRecorded: 10, clicksPending: 0, clicksLost: 0 });
    });

    it('those that are lost', () => {
      const { loop, recorder, journals } = loopWith({});
      recorder.recordedCount = 10;
      journals.lostCount = 4;
      expect(loop.report()).toEqual({ clicksRecorded: 10, clicksPending: 0, clicksLost: 4 });
    });
  });

  describe('while the database is away', () => {
    it('lets everything wait, and the journal grow', async () => {
      const { loop, recorder, journals, count, round } = loopWith({ 'aaaa-1': 3, 'bbbb-1': 2 });
      recorder.recordedCount = 5;
      count.mockRejectedValue(away);
      for (let times = 0; times < 3; times++) await round();
      expect(journals.rotate).toHaveBeenCalledTimes(1);
      expect(count.mock.calls).toEqual([['aaaa-1'], ['aaaa-1'], ['aaaa-1']]);
      expect(loop.report()).toMatchObject({ clicksPending: 5 });
    });

    it('says so once, and once that it is over', async () => {
      const { recorder, count, round } = loopWith({ 'aaaa-1': 3 });
      recorder.recordedCount = 3;
      count.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
      for (let times = 0; times < 4; times++) await round();
      expect(log.warn.mock.calls.map(([text]) => text)).toEqual([
        'clicks wait in DATA_DIR: 3',
        'clicks are counted again',
      ]);
      expect(log.error).not.toHaveBeenCalled();
    });

    it('counts all when it is back, and ends journals again', async () => {
      const { loop, recorder, journals, count, round } = loopWith({ 'aaaa-1': 3, 'aaaa-2': 2 });
      recorder.recordedCount = 5;
      count.mockRejectedValueOnce(away);
      await round();
      await round();
      expect(loop.report()).toMatchObject({ clicksPending: 0 });
      await round();
      expect(journals.rotate).toHaveBeenCalledTimes(2);
    });
  });

  describe('that cannot count one of its journals', () => {
    it('counts the others, and tries again', async () => {
      const { loop, recorder, count, round, waiting } = loopWith({ 'aaaa-1': 3, 'aaaa-2': 2 });
      recorder.recordedCount = 5;
      count.mockRejectedValueOnce(new Error('a defect'));
      await round();
      expect(loop.report()).toMatchObject({ clicksPending: 3 });
      await round();
      expect([loop.report().clicksPending, waiting]).toEqual([0, {}]);
    });

    it('says so once', async () => {
      const { count, round } = loopWith({ 'aaaa-1': 3 });
      count.mockRejectedValue(new Error('a defect'));
      for (let times = 0; times < 3; times++) await round();
      expect(log.error).toHaveBeenCalledTimes(1);
    });
  });

  it('ends within seconds, though the database does not answer', async () => {
    const { count, journals, round } = loopWith({ 'aaaa-1': 3 });
    count.mockReturnValue(new Promise(() => {}));
    const beganMs = performance.now();
    await round();
    expect(performance.now() - beganMs).toBeLessThan(4_000);
    expect(journals.end).not.toHaveBeenCalled();
  });
});
