import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ClickLossReporter } from './click-loss-reporter.js';
import type { ClickRecorder } from './click-recorder.js';
import { clicksLost } from './clicks-lost.js';
import type { JournalWriter } from './journal/journal-writer.js';

const error = jest.fn();

/** @param counts before the reporter tries to write. */
function createReporter(counts: { lostCount: number; unwrittenCount: number }) {
  const recorder = { flush: jest.fn() };
  const writer = { ...counts, flush: jest.fn() };
  const reporter = new ClickLossReporter(
    recorder as unknown as ClickRecorder,
    writer as unknown as JournalWriter,
  );
  return { recorder, writer, reporter };
}

describe(ClickLossReporter.name, () => {
  const { exitCode, send } = process;
  const sendToParent = jest.fn(() => true);

  beforeEach(() => {
    Logger.overrideLogger({ log: jest.fn(), warn: jest.fn(), error });
    error.mockClear();
    sendToParent.mockClear();
    process.send = sendToParent;
  });
  afterEach(() => {
    process.exitCode = exitCode;
    if (send === undefined) delete process.send;
    else process.send = send;
    Logger.overrideLogger(false);
  });

  it('reports lost and unwritten clicks together, and has the process exit with 1', () => {
    const { reporter } = createReporter({ lostCount: 3, unwrittenCount: 4 });
    reporter.report();
    expect(error.mock.calls[0]?.[0]).toBe('7 clicks lost');
    expect(process.exitCode).toBe(1);
    expect(sendToParent.mock.calls).toEqual([[clicksLost(7)]]);
  });

  it('reports nothing if the last attempt writes all', () => {
    const { reporter, recorder, writer } = createReporter({ lostCount: 0, unwrittenCount: 4 });
    writer.flush.mockImplementation(() => {
      expect(recorder.flush).toHaveBeenCalledTimes(1);
      writer.unwrittenCount = 0;
    });
    reporter.report();
    expect(error).not.toHaveBeenCalled();
    expect(sendToParent).not.toHaveBeenCalled();
    expect(process.exitCode).toBe(exitCode);
  });
});
