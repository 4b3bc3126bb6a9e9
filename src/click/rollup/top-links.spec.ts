import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { topCandidates, type DayEntry, type DayList } from './top-links.js';

/** Clicks of each day by link. There are few links and clicks, so that many are equal. */
const anyDays = fc.array(
  fc.dictionary(fc.constantFrom(...'123456789'), fc.integer({ min: 1, max: 6 })),
  { maxLength: 5 },
);
const anySize = fc.integer({ min: 1, max: 6 });

type Days = readonly Readonly<Record<string, number>>[];

function toEntries(days: Days): DayEntry[] {
  return days.flatMap((counts, day) =>
    Object.entries(counts).map(([linkId, clicks]) => ({
      day,
      linkId: Number(linkId),
      clicks,
      bots: 0,
    })),
  );
}

/** Returns the first links of each day. `rank` orders equal ones, as a database may in any way. */
function createLists(days: Days, perDay: number, rank: (linkId: number) => number): DayList[] {
  return days.map((_counts, day) =>
    toEntries(days)
      .filter((entry) => entry.day === day)
      .sort((one, other) => other.clicks - one.clicks || rank(one.linkId) - rank(other.linkId))
      .slice(0, perDay),
  );
}

function sumByLink(entries: readonly DayEntry[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { linkId, clicks } of entries) sums.set(linkId, (sums.get(linkId) ?? 0) + clicks);
  return sums;
}

function topSums(sums: Iterable<number>, limit: number): number[] {
  return [...sums].sort((one, other) => other - one).slice(0, limit);
}

/** Returns the most clicks that a link in none of the lists can have. */
function maxUnlistedClicks(lists: readonly DayList[], perDay: number): number {
  return lists
    .filter((list) => list.length === perDay)
    .reduce((sum, list) => sum + (list.at(-1)?.clicks ?? 0), 0);
}

const hash = (seed: number) => (linkId: number) => ((linkId + 1) * (seed * 2 + 1)) % 11;

describe(topCandidates.name, () => {
  it('finds none without clicks', () => {
    expect(topCandidates([], 3, 10)).toEqual([]);
  });

  it('returns all links of complete short lists', () => {
    expect(topCandidates([[{ linkId: 5, clicks: 2 }]], 3, 10)).toEqual([5]);
  });

  it('returns few of many links if some have far more clicks', () => {
    const rest = Array.from({ length: 100 }, (_, index) => ({ linkId: index, clicks: 1 }));
    const list = [{ linkId: 1000, clicks: 50 }, { linkId: 1001, clicks: 40 }, ...rest];
    expect(topCandidates([list, list, list], 102, 2)).toEqual([1000, 1001]);
  });

  it('considers that a link may be just below the list on other days', () => {
    const lists = [
      [
        { linkId: 1, clicks: 10 },
        { linkId: 2, clicks: 9 },
      ],
      [
        { linkId: 1, clicks: 6 },
        { linkId: 3, clicks: 5 },
      ],
    ];
    expect(topCandidates(lists, 2, 1)?.toSorted()).toEqual([1]);
    expect(topCandidates(lists, 2, 2)).toBeUndefined();
  });

  it('is undefined if unlisted links can have more clicks', () => {
    const lists = [1, 2, 3].map((linkId) => [{ linkId, clicks: 5 }]);
    expect(topCandidates(lists, 1, 1)).toBeUndefined();
  });

  it('contains the links with most clicks, up to equal ones', () => {
    fc.assert(
      fc.property(anyDays, anySize, anySize, fc.nat(5), (days, perDay, limit, seed) => {
        const candidates = topCandidates(createLists(days, perDay, hash(seed)), perDay, limit);
        if (candidates === undefined) return;
        const sums = sumByLink(toEntries(days));
        const found = candidates.map((linkId) => sums.get(linkId) ?? 0);
        expect(new Set(candidates).size).toBe(candidates.length);
        expect(topSums(found, limit)).toEqual(topSums(sums.values(), limit));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is undefined only if an unlisted link can be among them', () => {
    fc.assert(
      fc.property(anyDays, anySize, anySize, fc.nat(5), (days, perDay, limit, seed) => {
        const lists = createLists(days, perDay, hash(seed));
        if (topCandidates(lists, perDay, limit) !== undefined) return;
        const rival = topSums(sumByLink(lists.flat()).values(), limit)[limit - 1] ?? 0;
        expect(maxUnlistedClicks(lists, perDay)).toBeGreaterThan(rival);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is defined if all lists are complete', () => {
    fc.assert(
      fc.property(anyDays, anySize, (days, limit) => {
        expect(topCandidates(createLists(days, 10, hash(0)), 10, limit)).toBeDefined();
      }),
    );
  });
});
