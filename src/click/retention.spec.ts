import { describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../config/config.js';
import { DAY_MS } from './day.js';
import { Retention } from './retention.js';
import type { RetirementStore } from './roll-up/retirement.store.js';

const TODAY = 20_000;
/** In the morning. */
const NOW_MS = TODAY * DAY_MS + 8 * 3_600_000;

function retentionOf(clickRetentionDays: number) {
  const forgetJournals = jest.fn(async (_beforeMs: number) => 0);
  const retireBefore = jest.fn(async (_day: number) => 0);
  const retention = new Retention(
    { clickRetentionDays } as Config,
    { forgetJournals, retireBefore } as unknown as RetirementStore,
  );
  return { retention, forgetJournals, retireBefore };
}

describe(Retention.name, () => {
  it('keeps today and as many days before it as it is told', async () => {
    const { retention, retireBefore } = retentionOf(30);
    await retention.run(NOW_MS);
    expect(retireBefore.mock.calls).toEqual([[TODAY - 30]]);
  });

  it('removes a little at a time until there is nothing left', async () => {
    const { retention, retireBefore, forgetJournals } = retentionOf(1);
    retireBefore.mockResolvedValueOnce(500).mockResolvedValueOnce(7);
    forgetJournals.mockResolvedValueOnce(500);
    await retention.run(NOW_MS);
    expect(retireBefore).toHaveBeenCalledTimes(3);
    expect(forgetJournals).toHaveBeenCalledTimes(2);
  });

  it('keeps clicks for ever if it is told so, but not the ids of journals', async () => {
    const { retention, retireBefore, forgetJournals } = retentionOf(0);
    await retention.run(NOW_MS);
    expect(retireBefore).not.toHaveBeenCalled();
    expect(forgetJournals).toHaveBeenCalledTimes(1);
  });

  it('keeps the ids of journals for two weeks', async () => {
    const { retention, forgetJournals } = retentionOf(30);
    await retention.run(NOW_MS);
    expect(forgetJournals.mock.calls).toEqual([[NOW_MS - 14 * DAY_MS]]);
  });

  it('stops when it is told to, after what is under way', async () => {
    const { retention, retireBefore } = retentionOf(30);
    retireBefore.mockImplementation(async () => {
      retention.stop();
      return 500;
    });
    await retention.run(NOW_MS);
    expect(retireBefore).toHaveBeenCalledTimes(1);
    await retention.run(NOW_MS);
    expect(retireBefore).toHaveBeenCalledTimes(1);
  });

  it('passes on a failure, and can be run again', async () => {
    const { retention, retireBefore } = retentionOf(30);
    retireBefore.mockRejectedValueOnce(new Error('away'));
    await expect(retention.run(NOW_MS)).rejects.toThrow('away');
    await retention.run(NOW_MS);
    expect(retireBefore).toHaveBeenCalledTimes(2);
  });
});
