import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { NO_CLICKS, type LinkClicksStore } from './link-clicks.store.js';
import { Problem } from '../platform/errors/problem.js';
import { ClickLimit, isLimited, type LimitedLink } from './click-limit.js';

/** A store that counts like the database. */
function createStore() {
  const redirects = new Map<number, number>();
  const reserveRedirects = jest.fn(async (linkId: number, count: number, maxClicks: number) => {
    await new Promise(setImmediate);
    const before = redirects.get(linkId) ?? 0;
    const granted = Math.max(0, Math.min(count, maxClicks - before));
    redirects.set(linkId, before + granted);
    return granted;
  });
  const get = jest.fn(async (linkId: number) => ({
    ...NO_CLICKS,
    redirects: redirects.get(linkId) ?? 0,
  }));
  return { reserveRedirects, get, store: { reserveRedirects, get } as unknown as LinkClicksStore };
}

const createLink = (maxClicks: number, id = 1): LimitedLink => ({ id, maxClicks });

function admitMany(limit: ClickLimit, link: LimitedLink, count: number): Promise<boolean[]> {
  return Promise.all(Array.from({ length: count }, () => limit.admit(link)));
}

const countAdmitted = (results: readonly boolean[]): number => results.filter(Boolean).length;

describe(isLimited.name, () => {
  it('is true with any limit, including 0', () => {
    expect([null, 0, 1].map((maxClicks) => isLimited({ maxClicks }))).toEqual([false, true, true]);
  });
});

describe(ClickLimit.name, () => {
  it('admits requests up to the limit', async () => {
    const limit = new ClickLimit(createStore().store);
    const link = createLink(2);
    const results = [await limit.admit(link), await limit.admit(link), await limit.admit(link)];
    expect(results).toEqual([true, true, false]);
  });

  it('admits parallel requests in order', async () => {
    const limit = new ClickLimit(createStore().store);
    expect(await admitMany(limit, createLink(3), 5)).toEqual([true, true, true, false, false]);
  });

  it('admits exactly the limit on all instances together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(100),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
        async (maxClicks, requestCounts) => {
          const { store } = createStore();
          const results = await Promise.all(
            requestCounts.map((count) =>
              admitMany(new ClickLimit(store), createLink(maxClicks), count),
            ),
          );
          const total = requestCounts.reduce((sum, count) => sum + count, 0);
          expect(countAdmitted(results.flat())).toBe(Math.min(maxClicks, total));
        },
      ),
    );
  });

  it('reserves for all requests that arrive during a statement with the next one', async () => {
    const { store, reserveRedirects } = createStore();
    const limit = new ClickLimit(store);
    const link = createLink(1_000);
    expect(countAdmitted(await admitMany(limit, link, 500))).toBe(500);
    expect(reserveRedirects.mock.calls).toEqual([
      [1, 1, 1_000],
      [1, 499, 1_000],
    ]);
    await limit.admit(link);
    expect(reserveRedirects).toHaveBeenCalledTimes(3);
  });

  it('reserves for each link separately', async () => {
    const { store, reserveRedirects } = createStore();
    const limit = new ClickLimit(store);
    const results = await Promise.all([
      limit.admit(createLink(1, 1)),
      limit.admit(createLink(0, 2)),
      limit.admit(createLink(1, 3)),
    ]);
    expect(results).toEqual([true, false, true]);
    expect(reserveRedirects).toHaveBeenCalledTimes(3);
  });

  it('remembers an exhausted link until it is read again', async () => {
    const { store, reserveRedirects, get } = createStore();
    const limit = new ClickLimit(store);
    const link = createLink(1);
    await admitMany(limit, link, 2);
    reserveRedirects.mockClear();
    expect(countAdmitted(await admitMany(limit, link, 100))).toBe(0);
    expect(await limit.wouldAdmit(link)).toBe(false);
    expect([reserveRedirects.mock.calls, get.mock.calls]).toEqual([[], []]);
    expect(await limit.admit({ ...link, maxClicks: 2 })).toBe(true);
  });

  it('returns whether it would admit a request without counting it', async () => {
    const { store, reserveRedirects } = createStore();
    const limit = new ClickLimit(store);
    const link = createLink(1);
    expect([await limit.wouldAdmit(link), await limit.wouldAdmit(link)]).toEqual([true, true]);
    expect(reserveRedirects).not.toHaveBeenCalled();
    expect(await limit.admit(link)).toBe(true);
    expect(await limit.wouldAdmit(link)).toBe(false);
  });

  describe('while the database is unavailable', () => {
    it('rejects the requests of the failed statement, and admits the next', async () => {
      const { store, reserveRedirects } = createStore();
      const limit = new ClickLimit(store);
      const link = createLink(10);
      const unavailable = new Problem('database-unavailable');
      reserveRedirects.mockRejectedValueOnce(unavailable).mockRejectedValueOnce(unavailable);
      const requests = [limit.admit(link), limit.admit(link), limit.admit(link)];
      const failed = { status: 'rejected', reason: unavailable };
      expect(await Promise.allSettled(requests)).toEqual([failed, failed, failed]);
      expect(reserveRedirects.mock.calls.map(([, count]) => count)).toEqual([1, 2]);
      expect(await limit.admit(link)).toBe(true);
    });

    it('reserves for the requests that arrived during a failed statement', async () => {
      const { store, reserveRedirects } = createStore();
      const limit = new ClickLimit(store);
      const link = createLink(10);
      reserveRedirects.mockRejectedValueOnce(new Problem('database-unavailable'));
      const results = await Promise.allSettled([limit.admit(link), limit.admit(link)]);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    });

    it('does not take a failure for an exhausted link', async () => {
      const { store, reserveRedirects } = createStore();
      const limit = new ClickLimit(store);
      const link = createLink(1);
      reserveRedirects.mockRejectedValueOnce(new Problem('database-unavailable'));
      await expect(limit.admit(link)).rejects.toThrow(Problem);
      expect(await limit.wouldAdmit(link)).toBe(true);
      expect(await limit.admit(link)).toBe(true);
    });
  });
});
