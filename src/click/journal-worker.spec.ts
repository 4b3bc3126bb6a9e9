import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Problem } from '../platform/errors/problem.js';
import { JournalWorker } from './journal-worker.js';
import type { ClickRecorder } from './click-recorder.js';
import type { JournalProcessor } from './journal-processor.js';
import type { JournalQueue } from './journal/journal-queue.js';

const away = new Problem('database-unavailable');

/** With journals that are waiting, of so many clicks each. */
function workerWith(waiting: Record<string, number>) {
  const recorder = { recordedCount: 0, flush: jest.fn() };
  const journals = {
    lostCount: 0,
    heartbeat: jest.fn(),
    rotate: jest.fn(),
    listReady: jest.fn(async () => Object.keys(waiting)),
    get pendingCount() {
      return Object.values(waiting).reduce((sum, clickCount) => sum + clickCount, 0);
    },
    close: jest.fn(async () => {}),
  };
  const process = jest.fn(async (id: string) => {
    delete waiting[id];
  });
  const loop = new JournalWorker(
    recorder as unknown as ClickRecorder,
    journals as unknown as JournalQueue,
    { process } as unknown as JournalProcessor,
  );
  /** The one at the end, which need not be waited for. */
  const processAll = () => loop.onApplicationShutdown();
  return { loop, recorder, journals, process, processAll, waiting };
}

describe(JournalWorker.name, () => {
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
    const { journals, process, processAll } = workerWith({ 'aaaa-1': 3, 'bbbb-1': 2 });
    journals.listReady.mockImplementationOnce(async () => {
      expect(journals.rotate).toHaveBeenCalledTimes(1);
      return ['aaaa-1', 'bbbb-1'];
    });
    await processAll();
    expect(process.mock.calls).toEqual([['aaaa-1'], ['bbbb-1']]);
  });

  it('has all that was recorded in the journal before it ends', async () => {
    const { journals, recorder, process, processAll } = workerWith({ 'aaaa-1': 3 });
    const order: string[] = [];
    recorder.flush.mockImplementation(() => order.push('recorded'));
    journals.rotate.mockImplementation(() => order.push('rotated'));
    process.mockImplementation(async () => void order.push('counted'));
    journals.close.mockImplementation(async () => void order.push('ended'));
    await processAll();
    expect(order).toEqual(['recorded', 'rotated', 'counted', 'ended']);
  });

  it('beats and counts once a second while it runs', async () => {
    const { loop, journals, processAll } = workerWith({});
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    loop.onApplicationBootstrap();
    jest.advanceTimersByTime(3_000);
    expect(journals.heartbeat).toHaveBeenCalledTimes(3);
    await processAll();
    expect(journals.rotate.mock.calls.length).toBeGreaterThanOrEqual(2);
    jest.advanceTimersByTime(3_000);
    expect(journals.heartbeat).toHaveBeenCalledTimes(3);
  });

  it('goes on though it could not show that it lives', async () => {
    const { loop, journals, processAll } = workerWith({});
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    journals.heartbeat.mockImplementation(() => {
      throw new Error('EROFS: read-only file system');
    });
    loop.onApplicationBootstrap();
    try {
      expect(() => jest.advanceTimersByTime(1_000)).not.toThrow();
    } finally {
      await processAll();
    }
  });

  describe('reports', () => {
    it('how many clicks it has recorded, and how many of them wait', async () => {
      const { loop, recorder, processAll } = workerWith({ 'aaaa-1': 3, 'aaaa-2': 4 });
      recorder.recordedCount = 10;
      expect(loop.metrics()).toEqual({ clicksRecorded: 10, clicksPending: 7, clicksLost: 0 });
      await processAll();
      expect(loop.metrics()).toEqual({ clicksRecorded: 10, clicksPending: 0, clicksLost: 0 });
    });

    it('those that are lost', () => {
      const { loop, recorder, journals } = workerWith({});
      recorder.recordedCount = 10;
      journals.lostCount = 4;
      expect(loop.metrics()).toEqual({ clicksRecorded: 10, clicksPending: 0, clicksLost: 4 });
    });
  });

  describe('while the database is away', () => {
    it('lets everything wait, and the journal grow', async () => {
      const { loop, recorder, journals, process, processAll } = workerWith({
        'aaaa-1': 3,
        'bbbb-1': 2,
      });
      recorder.recordedCount = 5;
      process.mockRejectedValue(away);
      for (let times = 0; times < 3; times++) await processAll();
      expect(journals.rotate).toHaveBeenCalledTimes(1);
      expect(process.mock.calls).toEqual([['aaaa-1'], ['aaaa-1'], ['aaaa-1']]);
      expect(loop.metrics()).toMatchObject({ clicksPending: 5 });
    });

    it('says so once, and once that it is over', async () => {
      const { recorder, process, processAll } = workerWith({ 'aaaa-1': 3 });
      recorder.recordedCount = 3;
      process.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
      for (let times = 0; times < 4; times++) await processAll();
      expect(log.warn.mock.calls.map(([text]) => text)).toEqual([
        'clicks wait in DATA_DIR: 3',
        'clicks are counted again',
      ]);
      expect(log.error).not.toHaveBeenCalled();
    });

    it('counts all when it is back, and ends journals again', async () => {
      const { loop, recorder, journals, process, processAll } = workerWith({
        'aaaa-1': 3,
        'aaaa-2': 2,
      });
      recorder.recordedCount = 5;
      process.mockRejectedValueOnce(away);
      await processAll();
      await processAll();
      expect(loop.metrics()).toMatchObject({ clicksPending: 0 });
      await processAll();
      expect(journals.rotate).toHaveBeenCalledTimes(2);
    });
  });

  describe('that cannot process one of its journals', () => {
    it('counts the others, and tries again', async () => {
      const { loop, recorder, process, processAll, waiting } = workerWith({
        'aaaa-1': 3,
        'aaaa-2': 2,
      });
      recorder.recordedCount = 5;
      process.mockRejectedValueOnce(new Error('a defect'));
      await processAll();
      expect(loop.metrics()).toMatchObject({ clicksPending: 3 });
      await processAll();
      expect([loop.metrics().clicksPending, waiting]).toEqual([0, {}]);
    });

    it('says so once', async () => {
      const { process, processAll } = workerWith({ 'aaaa-1': 3 });
      process.mockRejectedValue(new Error('a defect'));
      for (let times = 0; times < 3; times++) await processAll();
      expect(log.error).toHaveBeenCalledTimes(1);
    });
  });

  it('ends within seconds, though the database does not answer', async () => {
    const { process, journals, processAll } = workerWith({ 'aaaa-1': 3 });
    process.mockReturnValue(new Promise(() => {}));
    const beganMs = performance.now();
    await processAll();
    expect(performance.now() - beganMs).toBeLessThan(4_000);
    expect(journals.close).not.toHaveBeenCalled();
  });
});
