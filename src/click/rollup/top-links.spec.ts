import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { topCandidates, type DayEntry, type DayList } from './top-links.js';

/** Each day's clicks by link: so few links and clicks that many are equal. */
const aWorld = fc.array(
  fc.dictionary(fc.constantFrom(...'123456789'), fc.integer({ min: 1, max: 6 })),
  { maxLength: 5 },
);
const aSize = fc.integer({ min: 1, max: 6 });

type World = readonly Readonly<Record<string, number>>[];

function entriesOf(world: World): DayEntry[] {
  return world.flatMap((ofDay, day) =>
    Object.entries(ofDay).map(([linkId, clicks]) => ({
      day,
      linkId: Number(linkId),
      clicks,
      bots: 0,
    })),
  );
}

/** The first of each day. Which of equals is first is up to the database: here it is `rank`. */
function listsOf(world: World, perDay: number, rank: (linkId: number) => number): DayList[] {
  return world.map((_ofDay, day) =>
    entriesOf(world)
      .filter((entry) => entry.day === day)
      .sort((one, other) => other.clicks - one.clicks || rank(one.linkId) - rank(other.linkId))
      .slice(0, perDay),
  );
}

function sumsOf(entries: readonly DayEntry[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { linkId, clicks } of entries) sums.set(linkId, (sums.get(linkId) ?? 0) + clicks);
  return sums;
}

function topSums(sums: Iterable<number>, limit: number): number[] {
  return [...sums].sort((one, other) => other - one).slice(0, limit);
}

/** As many clicks as a link can have had that is in none of the lists. */
function mostUnlisted(lists: readonly DayList[], perDay: number): number {
  return lists
    .filter((list) => list.length === perDay)
    .reduce((sum, list) => sum + (list.at(-1)?.clicks ?? 0), 0);
}

const hash = (seed: number) => (linkId: number) => ((linkId + 1) * (seed * 2 + 1)) % 11;

describe(topCandidates.name, () => {
  it('finds none without clicks', () => {
    expect(topCandidates([], 3, 10)).toEqual([]);
  });

  it('takes all when the lists are complete and short', () => {
    expect(topCandidates([[{ linkId: 5, clicks: 2 }]], 3, 10)).toEqual([5]);
  });

  it('needs few of many links when some stand out', () => {
    const rest = Array.from({ length: 100 }, (_, index) => ({ linkId: index, clicks: 1 }));
    const list = [{ linkId: 1000, clicks: 50 }, { linkId: 1001, clicks: 40 }, ...rest];
    expect(topCandidates([list, list, list], 102, 2)).toEqual([1000, 1001]);
  });

  it('counts in that a link may be just below the list on other days', () => {
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

  it('cannot tell when links that are not listed may have more', () => {
    const lists = [1, 2, 3].map((linkId) => [{ linkId, clicks: 5 }]);
    expect(topCandidates(lists, 1, 1)).toBeUndefined();
  });

  it('has those with most clicks among them, up to equals, whenever it tells', () => {
    fc.assert(
      fc.property(aWorld, aSize, aSize, fc.nat(5), (world, perDay, limit, seed) => {
        const candidates = topCandidates(listsOf(world, perDay, hash(seed)), perDay, limit);
        if (candidates === undefined) return;
        const sums = sumsOf(entriesOf(world));
        const found = candidates.map((linkId) => sums.get(linkId) ?? 0);
        expect(new Set(candidates).size).toBe(candidates.length);
        expect(topSums(found, limit)).toEqual(topSums(sums.values(), limit));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not tell only if a link that is not listed may be among them', () => {
    fc.assert(
      fc.property(aWorld, aSize, aSize, fc.nat(5), (world, perDay, limit, seed) => {
        const lists = listsOf(world, perDay, hash(seed));
        if (topCandidates(lists, perDay, limit) !== undefined) return;
        const rival = topSums(sumsOf(lists.flat()).values(), limit)[limit - 1] ?? 0;
        expect(mostUnlisted(lists, perDay)).toBeGreaterThan(rival);
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells as soon as all lists are complete', () => {
    fc.assert(
      fc.property(aWorld, aSize, (world, limit) => {
        expect(topCandidates(listsOf(world, 10, hash(0)), 10, limit)).toBeDefined();
      }),
    );
  });
});
