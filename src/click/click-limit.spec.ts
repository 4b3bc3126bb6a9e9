import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { NO_CLICKS, type LinkClicksStore } from './link-clicks.store.js';
import { Problem } from '../platform/errors/problem.js';
import { ClickLimit, isLimited, type LimitedLink } from './click-limit.js';

/** Counts like the database, for all limits that are given it. */
function sharedStore() {
  const served = new Map<number, number>();
  const reserveRedirects = jest.fn(async (linkId: number, count: number, maxClicks: number) => {
    await new Promise(setImmediate);
    const before = served.get(linkId) ?? 0;
    const granted = Math.max(0, Math.min(count, maxClicks - before));
    served.set(linkId, before + granted);
    return granted;
  });
  const get = jest.fn(async (linkId: number) => ({
    ...NO_CLICKS,
    redirects: served.get(linkId) ?? 0,
  }));
  return { reserveRedirects, get, store: { reserveRedirects, get } as unknown as LinkClicksStore };
}

const linkWith = (maxClicks: number, id = 1): LimitedLink => ({ id, maxClicks });

function admitMany(limit: ClickLimit, link: LimitedLink, count: number): Promise<boolean[]> {
  return Promise.all(Array.from({ length: count }, () => limit.admit(link)));
}

const admitted = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

describe(isLimited.name, () => {
  it('is what has a limit, even get none', () => {
    expect([null, 0, 1].map((maxClicks) => isLimited({ maxClicks }))).toEqual([false, true, true]);
  });
});

describe(ClickLimit.name, () => {
  it('admits visitors in turn, as long as there is something left', async () => {
    const limit = new ClickLimit(sharedStore().store);
    const link = linkWith(2);
    const answers = [await limit.admit(link), await limit.admit(link), await limit.admit(link)];
    expect(answers).toEqual([true, true, false]);
  });

  it('admits those who came first', async () => {
    const limit = new ClickLimit(sharedStore().store);
    expect(await admitMany(limit, linkWith(3), 5)).toEqual([true, true, true, false, false]);
  });

  it('admits on all instances together exactly as many as there may be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(100),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
        async (maxClicks, crowds) => {
          const { store } = sharedStore();
          const answers = await Promise.all(
            crowds.map((crowd) => admitMany(new ClickLimit(store), linkWith(maxClicks), crowd)),
          );
          const visitorCount = crowds.reduce((sum, crowd) => sum + crowd, 0);
          expect(admitted(answers.flat())).toBe(Math.min(maxClicks, visitorCount));
        },
      ),
    );
  });

  it('asks for all together who come while it is asking', async () => {
    const { store, reserveRedirects } = sharedStore();
    const limit = new ClickLimit(store);
    const link = linkWith(1_000);
    expect(admitted(await admitMany(limit, link, 500))).toBe(500);
    expect(reserveRedirects.mock.calls).toEqual([
      [1, 1, 1_000],
      [1, 499, 1_000],
    ]);
    await limit.admit(link);
    expect(reserveRedirects).toHaveBeenCalledTimes(3);
  });

  it('asks for each link on its own', async () => {
    const { store, reserveRedirects } = sharedStore();
    const limit = new ClickLimit(store);
    const answers = await Promise.all([
      limit.admit(linkWith(1, 1)),
      limit.admit(linkWith(0, 2)),
      limit.admit(linkWith(1, 3)),
    ]);
    expect(answers).toEqual([true, false, true]);
    expect(reserveRedirects).toHaveBeenCalledTimes(3);
  });

  it('does not ask again when nothing is left, until the link is read again', async () => {
    const { store, reserveRedirects, get } = sharedStore();
    const limit = new ClickLimit(store);
    const link = linkWith(1);
    await admitMany(limit, link, 2);
    reserveRedirects.mockClear();
    expect(admitted(await admitMany(limit, link, 100))).toBe(0);
    expect(await limit.wouldAdmit(link)).toBe(false);
    expect([reserveRedirects.mock.calls, get.mock.calls]).toEqual([[], []]);
    expect(await limit.admit({ ...link, maxClicks: 2 })).toBe(true);
  });

  it('tells whether it would admit a visitor without counting one', async () => {
    const { store, reserveRedirects } = sharedStore();
    const limit = new ClickLimit(store);
    const link = linkWith(1);
    expect([await limit.wouldAdmit(link), await limit.wouldAdmit(link)]).toEqual([true, true]);
    expect(reserveRedirects).not.toHaveBeenCalled();
    expect(await limit.admit(link)).toBe(true);
    expect(await limit.wouldAdmit(link)).toBe(false);
  });

  describe('that gets no answer', () => {
    it('fails for all whom it asked for, and asks anew for the next', async () => {
      const { store, reserveRedirects } = sharedStore();
      const limit = new ClickLimit(store);
      const link = linkWith(10);
      const away = new Problem('database-unavailable');
      reserveRedirects.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
      const three = [limit.admit(link), limit.admit(link), limit.admit(link)];
      const failed = { status: 'rejected', reason: away };
      expect(await Promise.allSettled(three)).toEqual([failed, failed, failed]);
      expect(reserveRedirects.mock.calls.map(([, count]) => count)).toEqual([1, 2]);
      expect(await limit.admit(link)).toBe(true);
    });

    it('asks for those who came meanwhile, though it failed before', async () => {
      const { store, reserveRedirects } = sharedStore();
      const limit = new ClickLimit(store);
      const link = linkWith(10);
      reserveRedirects.mockRejectedValueOnce(new Problem('database-unavailable'));
      const answers = await Promise.allSettled([limit.admit(link), limit.admit(link)]);
      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    });

    it('does not take that for the end get the link', async () => {
      const { store, reserveRedirects } = sharedStore();
      const limit = new ClickLimit(store);
      const link = linkWith(1);
      reserveRedirects.mockRejectedValueOnce(new Problem('database-unavailable'));
      await expect(limit.admit(link)).rejects.toThrow(Problem);
      expect(await limit.wouldAdmit(link)).toBe(true);
      expect(await limit.admit(link)).toBe(true);
    });
  });
});
