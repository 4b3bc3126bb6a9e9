import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Problem } from '../platform/errors/problem.js';
import { JournalWorker } from './journal-worker.js';
import type { ClickRecorder } from './click-recorder.js';
import type { JournalProcessor } from './journal-processor.js';
import type { JournalWriter, MemoryJournal } from './journal/journal-writer.js';
import type { OrphanedJournals } from './journal/orphaned-journals.js';

const away = new Problem('database-unavailable');

/**
 * @param pending the number of clicks in each pending journal.
 * @param unwritten the ids of the journals in memory, with one click each.
 */
function createWorker(pending: Record<string, number>, unwritten: string[] = []) {
  const recorder = { recordedCount: 0, flush: jest.fn() };
  const writer = {
    id: 'aaaa',
    lostCount: 0,
    heartbeat: jest.fn(),
    flush: jest.fn(),
    rotate: jest.fn(),
    listClosed: jest.fn(async () => Object.keys(pending).filter((id) => id.startsWith('aaaa'))),
    takeMemoryJournal: jest.fn(() =>
      unwritten[0] === undefined ? undefined : { id: unwritten[0], text: '', clickCount: 1 },
    ),
    get unwrittenCount() {
      return unwritten.length;
    },
    get pendingCount() {
      return Object.values(pending).reduce((sum, clickCount) => sum + clickCount, 0);
    },
    close: jest.fn(async () => {}),
  };
  const claim = jest.fn(async (selfId: string) =>
    Object.keys(pending).filter((id) => !id.startsWith(selfId)),
  );
  const process = jest.fn(async (id: string) => {
    delete pending[id];
  });
  const processFromMemory = jest.fn(async ({ id }: MemoryJournal) => {
    unwritten.splice(unwritten.indexOf(id), 1);
  });
  const worker = new JournalWorker(
    recorder as unknown as ClickRecorder,
    writer as unknown as JournalWriter,
    { claim } as unknown as OrphanedJournals,
    { process, processFromMemory } as unknown as JournalProcessor,
  );
  /** The processing at shutdown starts at once. */
  const processAll = () => worker.onApplicationShutdown();
  return { worker, recorder, writer, claim, process, processFromMemory, processAll, pending };
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

  it('closes the current journal and processes all that are pending, own ones first', async () => {
    const { writer, claim, process, processAll } = createWorker({ 'bbbb-1': 2, 'aaaa-1': 3 });
    writer.listClosed.mockImplementationOnce(async () => {
      expect(writer.rotate).toHaveBeenCalledTimes(1);
      return ['aaaa-1'];
    });
    await processAll();
    expect(claim.mock.calls).toEqual([['aaaa']]);
    expect(process.mock.calls).toEqual([['aaaa-1'], ['bbbb-1']]);
  });

  it('writes all recorded clicks before it closes the journal', async () => {
    const { writer, recorder, process, processAll } = createWorker({ 'aaaa-1': 3 });
    const order: string[] = [];
    recorder.flush.mockImplementation(() => order.push('recorded'));
    writer.rotate.mockImplementation(() => order.push('rotated'));
    process.mockImplementation(async () => void order.push('counted'));
    writer.close.mockImplementation(async () => void order.push('closed'));
    await processAll();
    expect(order).toEqual(['recorded', 'rotated', 'counted', 'closed']);
  });

  it('writes a heartbeat and processes journals once a second', async () => {
    const { worker, writer, processAll } = createWorker({});
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    worker.onApplicationBootstrap();
    jest.advanceTimersByTime(3_000);
    expect(writer.heartbeat).toHaveBeenCalledTimes(3);
    expect(writer.flush.mock.calls.length).toBeGreaterThanOrEqual(3);
    await processAll();
    expect(writer.rotate.mock.calls.length).toBeGreaterThanOrEqual(2);
    jest.advanceTimersByTime(3_000);
    expect(writer.heartbeat).toHaveBeenCalledTimes(3);
  });

  it('continues after a heartbeat that cannot be written, and logs it once', async () => {
    const { worker, writer, processAll } = createWorker({});
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    writer.heartbeat.mockImplementation(() => {
      throw new Error('EROFS: read-only file system');
    });
    worker.onApplicationBootstrap();
    try {
      expect(() => jest.advanceTimersByTime(2_000)).not.toThrow();
      expect(log.error).toHaveBeenCalledTimes(1);
      expect(log.error.mock.calls[0]).toContain('cannot write heartbeat file in DATA_DIR');
    } finally {
      await processAll();
    }
  });

  describe('metrics', () => {
    it('report the recorded and the pending clicks', async () => {
      const { worker, recorder, processAll } = createWorker({ 'aaaa-1': 3, 'aaaa-2': 4 });
      recorder.recordedCount = 10;
      expect(worker.metrics()).toEqual({ clicksRecorded: 10, clicksPending: 7, clicksLost: 0 });
      await processAll();
      expect(worker.metrics()).toEqual({ clicksRecorded: 10, clicksPending: 0, clicksLost: 0 });
    });

    it('report the lost clicks', () => {
      const { worker, recorder, writer } = createWorker({});
      recorder.recordedCount = 10;
      writer.lostCount = 4;
      expect(worker.metrics()).toEqual({ clicksRecorded: 10, clicksPending: 0, clicksLost: 4 });
    });
  });

  describe('while the database is away', () => {
    it('keeps all journals, and lets the current one grow', async () => {
      const { worker, recorder, writer, process, processAll } = createWorker({
        'aaaa-1': 3,
        'bbbb-1': 2,
      });
      recorder.recordedCount = 5;
      process.mockRejectedValue(away);
      for (let times = 0; times < 3; times++) await processAll();
      expect(writer.rotate).toHaveBeenCalledTimes(1);
      expect(process.mock.calls).toEqual([['aaaa-1'], ['aaaa-1'], ['aaaa-1']]);
      expect(worker.metrics()).toMatchObject({ clicksPending: 5 });
    });

    it('logs the outage once, and its end once', async () => {
      const { recorder, process, processAll } = createWorker({ 'aaaa-1': 3 });
      recorder.recordedCount = 3;
      process.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
      for (let times = 0; times < 4; times++) await processAll();
      expect(log.warn.mock.calls.map(([text]) => text)).toEqual([
        'database unavailable: 3 clicks pending',
        'database available: counting clicks',
      ]);
      expect(log.error).not.toHaveBeenCalled();
    });

    it('processes all after the outage, and closes journals again', async () => {
      const { worker, recorder, writer, process, processAll } = createWorker({
        'aaaa-1': 3,
        'aaaa-2': 2,
      });
      recorder.recordedCount = 5;
      process.mockRejectedValueOnce(away);
      await processAll();
      await processAll();
      expect(worker.metrics()).toMatchObject({ clicksPending: 0 });
      await processAll();
      expect(writer.rotate).toHaveBeenCalledTimes(2);
    });
  });

  describe('with a journal that cannot be processed', () => {
    it('processes the others, and tries again', async () => {
      const { worker, recorder, process, processAll, pending } = createWorker({
        'aaaa-1': 3,
        'aaaa-2': 2,
      });
      recorder.recordedCount = 5;
      process.mockRejectedValueOnce(new Error('a defect'));
      await processAll();
      expect(worker.metrics()).toMatchObject({ clicksPending: 3 });
      await processAll();
      expect([worker.metrics().clicksPending, pending]).toEqual([0, {}]);
    });

    it('logs the error once', async () => {
      const { process, processAll } = createWorker({ 'aaaa-1': 3 });
      process.mockRejectedValue(new Error('a defect'));
      for (let times = 0; times < 3; times++) await processAll();
      expect(log.error).toHaveBeenCalledTimes(1);
    });
  });

  describe('with clicks that cannot be written', () => {
    it('processes them all, although the directory cannot be read', async () => {
      const { worker, claim, processFromMemory, processAll } = createWorker({}, ['m1', 'm2']);
      claim.mockRejectedValue(new Error('ENOTDIR'));
      await processAll();
      expect(processFromMemory.mock.calls.map(([{ id }]) => id)).toEqual(['m1', 'm2']);
      expect(worker.metrics()).toMatchObject({ clicksPending: 0 });
    });

    it('tries to write them once more before it processes them at shutdown', async () => {
      const { writer, processFromMemory, processAll } = createWorker({}, ['m1']);
      writer.flush.mockImplementation(() => expect(processFromMemory).not.toHaveBeenCalled());
      await processAll();
      expect(writer.flush).toHaveBeenCalled();
    });

    it.each([away, new Error('the database is full')])(
      'tries again at shutdown: %s',
      async (failure) => {
        const { processFromMemory, processAll, writer } = createWorker({}, ['m1']);
        processFromMemory.mockRejectedValueOnce(failure).mockRejectedValueOnce(failure);
        await processAll();
        expect(processFromMemory).toHaveBeenCalledTimes(3);
        expect(writer.close).toHaveBeenCalledTimes(1);
      },
    );

    it('processes journals although these clicks cannot be processed', async () => {
      const { processFromMemory, process, processAll } = createWorker({ 'aaaa-1': 1 }, ['m1']);
      processFromMemory.mockRejectedValueOnce(new Error('a defect'));
      await processAll();
      expect(process.mock.calls).toEqual([['aaaa-1']]);
    });

    it('shuts down within 7 s although the database stays away', async () => {
      const { processFromMemory, processAll } = createWorker({}, ['m1']);
      processFromMemory.mockRejectedValue(away);
      const startedMs = performance.now();
      await processAll();
      expect(performance.now() - startedMs).toBeLessThan(7_000);
      const { length } = processFromMemory.mock.calls;
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(processFromMemory.mock.calls.length).toBeLessThanOrEqual(length + 1);
    });
  });

  it('shuts down within 4 s although the database does not answer', async () => {
    const { process, writer, processAll } = createWorker({ 'aaaa-1': 3 });
    process.mockReturnValue(new Promise(() => {}));
    const startedMs = performance.now();
    await processAll();
    expect(performance.now() - startedMs).toBeLessThan(4_000);
    expect(writer.close).not.toHaveBeenCalled();
  });
});
