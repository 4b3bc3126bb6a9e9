import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Problem } from '../platform/errors/problem.js';
import type { ApiKey } from './api-key.entity.js';
import type { ApiKeyStore } from './api-key.store.js';
import { ApiKeyUsageTracker } from './api-key-usage-tracker.js';

const MINUTE_MS = 60_000;
const NOW_MS = 1_800_000_000_000;

function usesOver() {
  const recordUse = jest.fn(async (_id: string, _usedAtMs: number): Promise<void> => {});
  const uses = new ApiKeyUsageTracker({ recordUse } as unknown as ApiKeyStore);
  /** What the database was sent. */
  const written = () => recordUse.mock.calls.map(([id, usedAtMs]) => [id, usedAtMs - NOW_MS]);
  return { uses, recordUse, written };
}

function keyLastUsed(lastUsedAtMs: number | null, id = 'id'): ApiKey {
  return { id, lastUsedAtMs } as ApiKey;
}

describe(ApiKeyUsageTracker.name, () => {
  beforeEach(() => Logger.overrideLogger(false));

  it('writes once a minute, however often a key is used', async () => {
    const { uses, written } = usesOver();
    const key = keyLastUsed(null);
    for (let ms = 0; ms < 3 * MINUTE_MS; ms += 100) {
      uses.record(key, NOW_MS + ms);
      if (ms % 5_000 === 0) await uses.write();
    }
    expect(written()).toEqual([
      ['id', 0],
      ['id', MINUTE_MS],
      ['id', 2 * MINUTE_MS],
    ]);
  });

  it('writes nothing of a key that others wrote of a moment ago', async () => {
    const { uses, written } = usesOver();
    uses.record(keyLastUsed(NOW_MS - MINUTE_MS + 1), NOW_MS);
    await uses.write();
    expect(written()).toEqual([]);
    uses.record(keyLastUsed(NOW_MS - MINUTE_MS), NOW_MS);
    await uses.write();
    expect(written()).toEqual([['id', 0]]);
  });

  it('goes on when the clock is put back', async () => {
    const { uses, written } = usesOver();
    const key = keyLastUsed(NOW_MS + 10 * MINUTE_MS);
    uses.record(key, NOW_MS);
    await uses.write();
    expect(written()).toEqual([['id', 0]]);
  });

  it('keeps what the database did not take for the next time, and says nothing', async () => {
    const { uses, recordUse, written } = usesOver();
    const error = jest.spyOn(Logger.prototype, 'error');
    recordUse.mockRejectedValueOnce(new Problem('database-unavailable'));
    for (const id of ['one', 'other']) uses.record(keyLastUsed(null, id), NOW_MS);
    await uses.write();
    expect(written()).toEqual([['one', 0]]);
    await uses.write();
    await uses.write();
    expect(written().slice(1)).toEqual([
      ['one', 0],
      ['other', 0],
    ]);
    expect(error).not.toHaveBeenCalled();
  });

  it('does not let one key that cannot be written of stand in the way of others', async () => {
    const { uses, recordUse, written } = usesOver();
    recordUse.mockRejectedValueOnce(new Error('a defect'));
    for (const id of ['one', 'other']) uses.record(keyLastUsed(null, id), NOW_MS);
    await uses.write();
    expect(written().map(([id]) => id)).toEqual(['one', 'other']);
  });

  it('writes what is left at the end', async () => {
    const { uses, written } = usesOver();
    uses.onApplicationBootstrap();
    uses.record(keyLastUsed(null), NOW_MS);
    await uses.onApplicationShutdown();
    expect(written()).toEqual([['id', 0]]);
  });

  it('does not hold up the end when the database hangs', async () => {
    const { uses, recordUse } = usesOver();
    recordUse.mockReturnValue(new Promise<void>(() => {}));
    uses.onApplicationBootstrap();
    uses.record(keyLastUsed(null), NOW_MS);
    const keepsProcessAlive = setTimeout(() => {}, MINUTE_MS);
    await uses.onApplicationShutdown();
    clearTimeout(keepsProcessAlive);
  });
});
