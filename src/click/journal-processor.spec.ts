import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DatabaseClock } from '../platform/database/database-clock.js';
import { Problem } from '../platform/errors/problem.js';
import { JournalProcessor } from './journal-processor.js';
import type { JournalDirectory, JournalState } from './journal/journal-directory.js';
import { JOURNAL_HEADER } from './journal/journal-format.js';
import type { JournalWriter } from './journal/journal-writer.js';
import type { RollUpStore } from './rollup/roll-up.store.js';
import { ALL_LINKS } from './link-clicks.entity.js';
import type { ClickAggregate } from './rollup/click-aggregate.js';

const ID = 'abcd-1';
/** Not the time of this machine. */
const NOW_MS = 5;

const PREFIX = `${JOURNAL_HEADER}1=human\t\t\t\t\t\t\n`;

const batchOn = (linkId: number, count: number): string =>
  `96 ${linkId}:${Array.from({ length: count }, () => 1).join(',')}\n`;

/** With a directory that contains this journal. */
function createProcessor(content: string) {
  const directory = {
    read: jest.fn(async (_id: string): Promise<Buffer | undefined> => Buffer.from(content)),
    remove: jest.fn(async (_id: string) => {}),
    move: jest.fn(async (_id: string, _from: JournalState, _to: JournalState) => {}),
  };
  const markProcessed = jest.fn((_id: string) => {});
  const write = jest.fn(async (_id: string, _aggregate: ClickAggregate, _nowMs: number) => {});
  const processor = new JournalProcessor(
    directory as unknown as JournalDirectory,
    { markProcessed } as unknown as JournalWriter,
    { write } as unknown as RollUpStore,
    { nowMs: () => NOW_MS } as DatabaseClock,
  );
  return { processor, directory, markProcessed, write };
}

describe(JournalProcessor.name, () => {
  beforeEach(() => Logger.overrideLogger(false));

  it('writes the sums of a journal under its id, then removes it', async () => {
    const { processor, directory, markProcessed, write } = createProcessor(
      PREFIX + batchOn(7, 2) + batchOn(8, 1) + batchOn(7, 3),
    );
    write.mockImplementation(async () => expect(directory.remove).not.toHaveBeenCalled());
    await processor.process(ID);
    expect(write).toHaveBeenCalledTimes(1);
    const [id, aggregate, writtenAtMs] = write.mock.calls[0] ?? [];
    expect([id, writtenAtMs]).toEqual([ID, NOW_MS]);
    const sums = aggregate?.linkDays().flat() ?? [];
    expect(sums.map(({ linkId, quarterHours }) => [linkId, quarterHours.total().humans])).toEqual([
      [7, 5],
      [8, 1],
    ]);
    expect(directory.remove.mock.calls).toEqual([[ID]]);
    expect(markProcessed.mock.calls).toEqual([[ID]]);
  });

  it.each([
    ['without a batch', PREFIX],
    ['that is empty', ''],
    ['without a readable line', `${JOURNAL_HEADER}nonsense\nnon`],
  ])('removes a journal %s', async (_which, content) => {
    const { processor, directory, write } = createProcessor(content);
    await processor.process(ID);
    expect(write).not.toHaveBeenCalled();
    expect(directory.remove).toHaveBeenCalledWith(ID);
  });

  it('counts the readable lines of a torn journal, and logs the number of the others', async () => {
    const warn = jest.fn();
    Logger.overrideLogger({ log: jest.fn(), error: jest.fn(), warn });
    const { processor, directory, write } = createProcessor(
      PREFIX + batchOn(7, 2) + batchOn(8, 9).slice(0, 9),
    );
    await processor.process(ID);
    expect(write.mock.calls[0]?.[1].allLinksDays(ALL_LINKS)[0]?.quarterHours.total().humans).toBe(
      2,
    );
    expect(String(warn.mock.calls[0]?.[0])).toContain(
      `1 unreadable lines skipped in journal ${ID}`,
    );
    expect(directory.remove).toHaveBeenCalledWith(ID);
  });

  it('counts a journal in memory under its id, and touches no file', async () => {
    const { processor, directory, markProcessed, write } = createProcessor('');
    await processor.processFromMemory({ id: ID, text: PREFIX + batchOn(7, 2), clickCount: 2 });
    expect(write.mock.calls.map(([id]) => id)).toEqual([ID]);
    expect(write.mock.calls[0]?.[1].allLinksDays(ALL_LINKS)[0]?.quarterHours.total().humans).toBe(
      2,
    );
    expect(markProcessed.mock.calls).toEqual([[ID]]);
    expect([directory.read.mock.calls, directory.remove.mock.calls]).toEqual([[], []]);
  });

  it('keeps a journal in memory that cannot be counted', async () => {
    const { processor, markProcessed, write } = createProcessor('');
    write.mockRejectedValue(new Problem('database-unavailable'));
    const work = processor.processFromMemory({
      id: ID,
      text: PREFIX + batchOn(7, 2),
      clickCount: 2,
    });
    await expect(work).rejects.toThrow(Problem);
    expect(markProcessed).not.toHaveBeenCalled();
  });

  it('quarantines a journal of another version', async () => {
    const { processor, directory, write } = createProcessor(`shortcore clicks 1\n${batchOn(7, 1)}`);
    await processor.process(ID);
    expect(directory.move.mock.calls).toEqual([[ID, 'closed', 'quarantined']]);
    expect([write.mock.calls, directory.remove.mock.calls]).toEqual([[], []]);
  });

  it('counts nothing if another instance was faster', async () => {
    const { processor, directory, write } = createProcessor('');
    directory.read.mockResolvedValue(undefined);
    await processor.process(ID);
    expect(write).not.toHaveBeenCalled();
    expect(directory.move).not.toHaveBeenCalled();
  });

  it.each([new Problem('database-unavailable'), new Error('a defect')])(
    'keeps a journal that cannot be counted: %s',
    async (failure) => {
      const { processor, directory, write } = createProcessor(PREFIX + batchOn(7, 1));
      write.mockRejectedValue(failure);
      await expect(processor.process(ID)).rejects.toBe(failure);
      expect(directory.remove).not.toHaveBeenCalled();
      expect(directory.move).not.toHaveBeenCalled();
    },
  );

  it('throws if a journal cannot be removed, and processes it again', async () => {
    const { processor, directory } = createProcessor(PREFIX + batchOn(7, 1));
    directory.remove.mockRejectedValueOnce(new Error('read-only'));
    await expect(processor.process(ID)).rejects.toThrow('read-only');
    await processor.process(ID);
    expect(directory.remove).toHaveBeenCalledTimes(2);
  });

  it('yields to the event loop', async () => {
    const { processor, write } = createProcessor(
      PREFIX + Array.from({ length: 10_000 }, (_, linkId) => batchOn(linkId, 1)).join(''),
    );
    const turns = new Promise<number>((resolve) => {
      let turnCount = 0;
      const countTurn = (): void => {
        if (write.mock.calls.length > 0) return resolve(turnCount);
        turnCount++;
        setImmediate(countTurn);
      };
      countTurn();
    });
    await processor.process(ID);
    expect(await turns).toBeGreaterThanOrEqual(9);
    expect(write.mock.calls[0]?.[1].allLinksDays(ALL_LINKS)[0]?.quarterHours.total().humans).toBe(
      10_000,
    );
  });
});
