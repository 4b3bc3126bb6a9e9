import { describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../platform/config/config.js';
import { DAY_MS } from './day.js';
import { ClickRetention } from './click-retention.js';
import type { ClickRetentionStore } from './rollup/click-retention.store.js';

const TODAY = 20_000;
/** In the morning. */
const NOW_MS = TODAY * DAY_MS + 8 * 3_600_000;

function retentionOf(clickRetentionDays: number) {
  const deleteJournalIdsBefore = jest.fn(async (_beforeMs: number) => 0);
  const deleteDaysBefore = jest.fn(async (_day: number) => 0);
  const retention = new ClickRetention(
    { clickRetentionDays } as Config,
    { deleteJournalIdsBefore, deleteDaysBefore } as unknown as ClickRetentionStore,
  );
  return { retention, deleteJournalIdsBefore, deleteDaysBefore };
}

describe(ClickRetention.name, () => {
  it('keeps today and as many days before it as it is told', async () => {
    const { retention, deleteDaysBefore } = retentionOf(30);
    await retention.run(NOW_MS);
    expect(deleteDaysBefore.mock.calls).toEqual([[TODAY - 30]]);
  });

  it('removes a little at a time until there is nothing left', async () => {
    const { retention, deleteDaysBefore, deleteJournalIdsBefore } = retentionOf(1);
    deleteDaysBefore.mockResolvedValueOnce(500).mockResolvedValueOnce(7);
    deleteJournalIdsBefore.mockResolvedValueOnce(500);
    await retention.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(3);
    expect(deleteJournalIdsBefore).toHaveBeenCalledTimes(2);
  });

  it('keeps clicks for ever if it is told so, but not the ids of journals', async () => {
    const { retention, deleteDaysBefore, deleteJournalIdsBefore } = retentionOf(0);
    await retention.run(NOW_MS);
    expect(deleteDaysBefore).not.toHaveBeenCalled();
    expect(deleteJournalIdsBefore).toHaveBeenCalledTimes(1);
  });

  it('keeps the ids of journals for two weeks', async () => {
    const { retention, deleteJournalIdsBefore } = retentionOf(30);
    await retention.run(NOW_MS);
    expect(deleteJournalIdsBefore.mock.calls).toEqual([[NOW_MS - 14 * DAY_MS]]);
  });

  it('stops when it is told to, after what is under way', async () => {
    const { retention, deleteDaysBefore } = retentionOf(30);
    deleteDaysBefore.mockImplementation(async () => {
      retention.stop();
      return 500;
    });
    await retention.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(1);
    await retention.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(1);
  });

  it('passes on a failure, and can be run again', async () => {
    const { retention, deleteDaysBefore } = retentionOf(30);
    deleteDaysBefore.mockRejectedValueOnce(new Error('away'));
    await expect(retention.run(NOW_MS)).rejects.toThrow('away');
    await retention.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(2);
  });
});
