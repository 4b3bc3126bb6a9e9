import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Problem } from '../platform/errors/problem.js';
import { JournalProcessor } from './journal-processor.js';
import { JOURNAL_HEADER } from './journal/journal-format.js';
import type { JournalQueue } from './journal/journal-queue.js';
import type { RollUpStore } from './rollup/roll-up.store.js';
import type { ClickAggregate } from './rollup/click-aggregate.js';

const ID = 'abcd-1';
const ALL = -1;

const BEGIN = `${JOURNAL_HEADER}1=human\t\t\t\t\t\t\n`;

const turnOf = (linkId: number, count: number): string =>
  `96 ${linkId}:${Array.from({ length: count }, () => 1).join(',')}\n`;

/** With a directory in which there is this journal. */
function processorOf(content: string) {
  const journals = {
    read: jest.fn(async (_id: string) => Buffer.from(content)),
    remove: jest.fn(async (_id: string) => {}),
    quarantine: jest.fn(async (_id: string) => {}),
  };
  const write = jest.fn(async (_id: string, _aggregate: ClickAggregate, _nowMs: number) => {});
  const processor = new JournalProcessor(
    journals as unknown as JournalQueue,
    { write } as unknown as RollUpStore,
  );
  return { processor, journals, write };
}

const goneError = (): Error => Object.assign(new Error('no such file'), { code: 'ENOENT' });

describe(JournalProcessor.name, () => {
  beforeEach(() => Logger.overrideLogger(false));

  it('writes the sums of a journal under its id, and removes it then', async () => {
    const { processor, journals, write } = processorOf(
      BEGIN + turnOf(7, 2) + turnOf(8, 1) + turnOf(7, 3),
    );
    write.mockImplementation(async () => expect(journals.remove).not.toHaveBeenCalled());
    await processor.process(ID);
    expect(write).toHaveBeenCalledTimes(1);
    const [id, aggregate] = write.mock.calls[0] ?? [];
    expect(id).toBe(ID);
    const sums = aggregate?.linkDays().flat() ?? [];
    expect(sums.map(({ linkId, quarterHours }) => [linkId, quarterHours.total().humans])).toEqual([
      [7, 5],
      [8, 1],
    ]);
    expect(journals.remove.mock.calls).toEqual([[ID]]);
  });

  it.each([
    ['without a turn', BEGIN],
    ['that is empty', ''],
    ['in which nothing can be read', `${JOURNAL_HEADER}nonsense\nnon`],
  ])('removes a journal %s', async (_which, content) => {
    const { processor, journals, write } = processorOf(content);
    await processor.process(ID);
    expect(write).not.toHaveBeenCalled();
    expect(journals.remove).toHaveBeenCalledWith(ID);
  });

  it('counts what can be read of a journal that was cut off, and says that something was not', async () => {
    const warn = jest.fn();
    Logger.overrideLogger({ log: jest.fn(), error: jest.fn(), warn });
    const { processor, journals, write } = processorOf(
      BEGIN + turnOf(7, 2) + turnOf(8, 9).slice(0, 9),
    );
    await processor.process(ID);
    expect(write.mock.calls[0]?.[1].allLinksDays(ALL)[0]?.quarterHours.total().humans).toBe(2);
    expect(String(warn.mock.calls[0]?.[0])).toContain(`1 lines that cannot be read: ${ID}`);
    expect(journals.remove).toHaveBeenCalledWith(ID);
  });

  it('puts aside a journal of another version', async () => {
    const { processor, journals, write } = processorOf(`shortcore clicks 1\n${turnOf(7, 1)}`);
    await processor.process(ID);
    expect(journals.quarantine.mock.calls).toEqual([[ID]]);
    expect([write.mock.calls, journals.remove.mock.calls]).toEqual([[], []]);
  });

  it('counts nothing if somebody else was faster', async () => {
    const { processor, journals } = processorOf('');
    journals.read.mockRejectedValue(goneError());
    await processor.process(ID);
    expect(journals.quarantine).not.toHaveBeenCalled();
  });

  it.each([new Problem('database-unavailable'), new Error('a defect')])(
    'leaves the journal there if it cannot be counted: %s',
    async (failure) => {
      const { processor, journals, write } = processorOf(BEGIN + turnOf(7, 1));
      write.mockRejectedValue(failure);
      await expect(processor.process(ID)).rejects.toBe(failure);
      expect(journals.remove).not.toHaveBeenCalled();
      expect(journals.quarantine).not.toHaveBeenCalled();
    },
  );

  it('tells of a journal that cannot be removed, so that it comes again', async () => {
    const { processor, journals } = processorOf(BEGIN + turnOf(7, 1));
    journals.remove.mockRejectedValueOnce(new Error('read-only'));
    await expect(processor.process(ID)).rejects.toThrow('read-only');
    await processor.process(ID);
    expect(journals.remove).toHaveBeenCalledTimes(2);
  });

  it('lets visitors in between', async () => {
    const { processor, write } = processorOf(
      BEGIN + Array.from({ length: 10_000 }, (_, linkId) => turnOf(linkId, 1)).join(''),
    );
    const visits = new Promise<number>((resolve) => {
      let visitCount = 0;
      const visit = (): void => {
        if (write.mock.calls.length > 0) return resolve(visitCount);
        visitCount++;
        setImmediate(visit);
      };
      visit();
    });
    await processor.process(ID);
    expect(await visits).toBeGreaterThanOrEqual(9);
    expect(write.mock.calls[0]?.[1].allLinksDays(ALL)[0]?.quarterHours.total().humans).toBe(10_000);
  });
});
