import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { PeerList } from '../cluster/peer-list.js';
import { loadConfig } from '../platform/config/config.js';
import { Problem } from '../platform/errors/problem.js';
import { RateLimiter } from './rate-limiter.js';
import type { QuotaLease, RateWindowStore } from './rate-window.store.js';

const MINUTE_MS = 60_000;

/** Creates limiters that share a table in memory and a clock. */
function createCluster(count: number, limit: number) {
  const clock = { nowMs: 1_000 * MINUTE_MS };
  const leased = new Map<string, number>();
  const lease = jest.fn(async ({ id }: { id: string }, wanted: number): Promise<QuotaLease> => {
    const before = leased.get(id) ?? 0;
    const after = Math.min(before + wanted, limit);
    leased.set(id, after);
    await Promise.resolve();
    return { granted: after - before, left: limit - after };
  });
  const peers = { ids: () => Array.from({ length: count }, String) } as unknown as PeerList;
  const config = loadConfig({ RATE_LIMIT_PER_MINUTE: String(limit) });
  const store = { lease } as unknown as RateWindowStore;
  const limiters = Array.from(
    { length: count },
    () => new RateLimiter(config, store, peers, () => clock.nowMs),
  );
  return { clock, lease, limiters };
}

async function isAllowed(limiter: RateLimiter | undefined, caller = 'caller'): Promise<boolean> {
  return (await limiter?.take(caller))?.isAllowed === true;
}

describe(RateLimiter.name, () => {
  it('allows at most the limit and at least 95 % of it for any distribution of requests', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.nat(7), { maxLength: 40 }),
        async (count, limit, pattern) => {
          const { limiters } = createCluster(count, limit);
          // Instances without further requests keep their unused leases.
          const requests = Array.from({ length: 3 * limit }, (_, index) =>
            isAllowed(limiters[(pattern[index] ?? 0) % count]),
          );
          const served = (await Promise.all(requests)).filter(Boolean).length;
          expect(served).toBeLessThanOrEqual(limit);
          expect(served).toBeGreaterThanOrEqual(Math.ceil(limit * 0.95));
        },
      ),
    );
  });

  it('counts most requests in memory', async () => {
    const { limiters, lease } = createCluster(4, 600);
    for (let index = 0; index < 600; index++) await isAllowed(limiters[index % 4]);
    expect(lease.mock.calls.length).toBeLessThanOrEqual(600 / 7 + 4);
  });

  it('shares one lease among waiting requests, and leases nothing once the minute is used up', async () => {
    const { limiters, lease } = createCluster(1, 20);
    await Promise.all(Array.from({ length: 50 }, () => isAllowed(limiters[0])));
    expect(lease).toHaveBeenCalledTimes(20);
    expect(await isAllowed(limiters[0])).toBe(false);
    expect(lease).toHaveBeenCalledTimes(20);
  });

  it('reports the limit, the remaining requests and the reset time', async () => {
    const { limiters, clock } = createCluster(1, 3);
    clock.nowMs += 14_500;
    const statuses = [];
    for (let count = 0; count < 4; count++) statuses.push(await limiters[0]?.take('caller'));
    expect(statuses).toEqual([
      { isAllowed: true, limit: 3, remaining: 2, resetSeconds: 46 },
      { isAllowed: true, limit: 3, remaining: 1, resetSeconds: 46 },
      { isAllowed: true, limit: 3, remaining: 0, resetSeconds: 46 },
      { isAllowed: false, limit: 3, remaining: 0, resetSeconds: 46 },
    ]);
  });

  it('counts each minute and each caller separately', async () => {
    const { limiters, clock } = createCluster(1, 1);
    expect(await isAllowed(limiters[0])).toBe(true);
    expect(await isAllowed(limiters[0])).toBe(false);
    expect(await isAllowed(limiters[0], 'another')).toBe(true);
    clock.nowMs += MINUTE_MS;
    expect(await isAllowed(limiters[0])).toBe(true);
  });

  it('allows requests while the database is unavailable, and counts again afterwards', async () => {
    const { limiters, lease } = createCluster(1, 1);
    lease.mockRejectedValueOnce(new Problem('database-unavailable'));
    expect(await isAllowed(limiters[0])).toBe(true);
    expect(await isAllowed(limiters[0])).toBe(true);
    expect(await isAllowed(limiters[0])).toBe(false);
  });

  it('is off at 0', async () => {
    const { limiters, lease } = createCluster(1, 0);
    expect(await limiters[0]?.take('caller')).toBeUndefined();
    expect(lease).not.toHaveBeenCalled();
  });
});
