import { describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../platform/config/config.js';
import type { DatabaseClock } from '../platform/database/database-clock.js';
import { ClickMaintenanceJob } from './click-maintenance.job.js';
import { DAY_MS } from './day.js';
import type { ClickRetentionStore } from './rollup/click-retention.store.js';
import type { VisitorSalts } from './visit/visitor-salts.js';

const TODAY = 20_000;
const NOW_MS = TODAY * DAY_MS + 8 * 3_600_000;

function createJob(clickRetentionDays: number) {
  const deleteExpired = jest.fn(async (_nowMs: number) => {});
  const deleteJournalIdsBefore = jest.fn(async (_beforeMs: number) => 0);
  const deleteDaysBefore = jest.fn(async (_day: number) => 0);
  const job = new ClickMaintenanceJob(
    { clickRetentionDays } as Config,
    { deleteExpired } as unknown as VisitorSalts,
    { deleteJournalIdsBefore, deleteDaysBefore } as unknown as ClickRetentionStore,
    { nowMs: () => NOW_MS } as DatabaseClock,
  );
  return { job, deleteExpired, deleteJournalIdsBefore, deleteDaysBefore };
}

describe(ClickMaintenanceJob.name, () => {
  it('deletes expired salts', async () => {
    const { job, deleteExpired } = createJob(0);
    await job.run(NOW_MS);
    expect(deleteExpired.mock.calls).toEqual([[NOW_MS]]);
  });

  it('keeps today and the configured number of days before', async () => {
    const { job, deleteDaysBefore } = createJob(30);
    await job.run(NOW_MS);
    expect(deleteDaysBefore.mock.calls).toEqual([[TODAY - 30]]);
  });

  it('deletes in batches until nothing is left', async () => {
    const { job, deleteDaysBefore, deleteJournalIdsBefore } = createJob(1);
    deleteDaysBefore.mockResolvedValueOnce(500).mockResolvedValueOnce(7);
    deleteJournalIdsBefore.mockResolvedValueOnce(500);
    await job.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(3);
    expect(deleteJournalIdsBefore).toHaveBeenCalledTimes(2);
  });

  it('keeps all clicks with a retention of 0, but not the ids of journals', async () => {
    const { job, deleteDaysBefore, deleteJournalIdsBefore } = createJob(0);
    await job.run(NOW_MS);
    expect(deleteDaysBefore).not.toHaveBeenCalled();
    expect(deleteJournalIdsBefore).toHaveBeenCalledTimes(1);
  });

  it('keeps the ids of journals for two weeks', async () => {
    const { job, deleteJournalIdsBefore } = createJob(30);
    await job.run(NOW_MS);
    expect(deleteJournalIdsBefore.mock.calls).toEqual([[NOW_MS - 14 * DAY_MS]]);
  });

  it('stops after the current batch', async () => {
    const { job, deleteDaysBefore } = createJob(30);
    deleteDaysBefore.mockImplementation(async () => {
      job.stop();
      return 500;
    });
    await job.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(1);
    await job.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(1);
  });

  it('throws errors, and can run again', async () => {
    const { job, deleteDaysBefore } = createJob(30);
    deleteDaysBefore.mockRejectedValueOnce(new Error('away'));
    await expect(job.run(NOW_MS)).rejects.toThrow('away');
    await job.run(NOW_MS);
    expect(deleteDaysBefore).toHaveBeenCalledTimes(2);
  });
});
