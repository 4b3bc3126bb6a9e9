import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { Database } from '../../src/platform/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { toSearchText } from '../../src/platform/search-text.js';
import { LINK_STATES, getLinkState } from '../../src/link/link-state.js';
import type { Link } from '../../src/link/link.entity.js';
import { LinkStore } from '../../src/link/link.store.js';
import { LinkPager, type ScanBudget } from '../../src/link/link-pager.js';
import { LinkClicks } from '../../src/click/link-clicks.entity.js';
import { LinkClicksStore } from '../../src/click/link-clicks.store.js';
import { LIST_ORDERS, type LinkQuery, type PagePosition } from '../../src/link/link-query.js';
import { unitOfWorkOn } from '../support/unit-of-work.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { insertListedLinks, rowsOfClicks, type ListedLink } from '../support/listed-links.js';

const NOW_MS = 1_000;
const LINK_COUNT = 120;
const TAGS = ['a', 'b', 'B', 'ä', '%'];
const SHARED_URL = 'https://example.com/shared';

/** Several links share a millisecond, and ids are not in the order of times. */
function listedLink(index: number): ListedLink {
  const id = (index * 37) % LINK_COUNT;
  return {
    id,
    createdAtMs: Math.floor(index / 9),
    tags: TAGS.filter((_tag, nth) => index % (nth + 2) === 0),
    title: index % 4 === 0 ? `Straße_${index} 100% ÅNGSTRÖM!` : null,
    externalId: index % 3 === 0 ? `id-${index}` : null,
    disabled: index % 10 === 1,
    validFromMs: index % 8 === 2 ? NOW_MS + (index % 3) - 1 : null,
    expiresAtMs: index % 6 === 3 ? NOW_MS + (index % 4) - 1 : null,
    maxClicks: index % 5 === 0 ? 2 : null,
    ...(index % 15 < 7 && {
      redirects: index % 4,
      lastQuarterHour: index % 15 < 5 ? 100 + Math.floor(((index * 31) % 70) / 4) : null,
    }),
    ...(index % 7 === 0 && { url: SHARED_URL }),
    ...((index % 11 === 5 || (index > 40 && index < 60)) && {
      deletedAtMs: 5,
      url: '',
      title: null,
      tags: [],
      externalId: null,
    }),
  };
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const queries = fc.record({
  limit: fc.integer({ min: 1, max: 12 }),
  order: fc.constantFrom(...LIST_ORDERS),
  tags: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.uniqueArray(fc.constantFrom(...TAGS, 'none'), { maxLength: 3 }) },
  ),
  anyTags: optional(fc.uniqueArray(fc.constantFrom(...TAGS, 'none'), { maxLength: 3 })),
  withoutTags: optional(fc.uniqueArray(fc.constantFrom(...TAGS, 'none'), { maxLength: 2 })),
  createdFromMs: optional(fc.nat({ max: 14 })),
  createdToMs: optional(fc.nat({ max: 14 })),
  search: optional(
    fc.constantFrom('EXAMPLE', 'straße', 'STRASSE', '%', '_1', '0% å', '!', '\\', 'y-7'),
  ),
  state: optional(fc.constantFrom(...LINK_STATES)),
  externalId: optional(fc.constantFrom('id-3', 'id-30', 'id-4', 'ID-3')),
  url: optional(fc.constantFrom(SHARED_URL, 'https://example.com/37', '')),
});
const counts = fc.integer({ min: 1, max: 30 });
const budgets = fc
  .record({ firstCount: counts, nextCount: counts, minCount: counts, maxMs: counts })
  .map((budget): ScanBudget => {
    let nowMs = 0;
    return { ...budget, now: () => (nowMs += 7) };
  });
const budgetOf = (count: number): ScanBudget => ({
  firstCount: count,
  nextCount: count,
  minCount: count,
  maxMs: 0,
  now: () => 0,
});

describeOnEachDatabase(LinkPager.name, (make) => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let database: Database;
  let links: Link[];
  const listed = Array.from({ length: LINK_COUNT }, (_, index) => listedLink(index));
  const redirectsById = new Map(listed.map(({ id, redirects = 0 }) => [id, redirects]));
  const lastClickById = new Map(
    listed.map(({ id, lastQuarterHour }) => [id, lastQuarterHour ?? -1]),
  );

  beforeAll(async () => {
    testDatabase = await make();
    dataSource = await openDataSource(testDatabase, ENTITIES);
    database = new Database(dataSource);
    links = await insertListedLinks(dataSource, listed);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await testDatabase.drop();
  });

  type Filters = Omit<LinkQuery, 'nowMs' | 'after'>;

  function expectedIds(filters: Filters): number[] {
    const { order, tags, anyTags = [], withoutTags = [], search, state, externalId, url } = filters;
    const { createdFromMs = 0, createdToMs = Number.POSITIVE_INFINITY } = filters;
    const matches = links.filter(
      (link) =>
        link.deletedAtMs === null &&
        tags.every((tag) => link.tags.includes(tag)) &&
        (anyTags.length === 0 || anyTags.some((tag) => link.tags.includes(tag))) &&
        !withoutTags.some((tag) => link.tags.includes(tag)) &&
        link.createdAtMs >= createdFromMs &&
        link.createdAtMs < createdToMs &&
        (search === undefined || link.searchText.includes(toSearchText(search))) &&
        (state === undefined ||
          getLinkState(link, redirectsById.get(link.id) ?? 0, NOW_MS) === state) &&
        (externalId === undefined || link.externalId === externalId) &&
        (url === undefined || link.url === url),
    );
    const lastClickOf = ({ id }: Link): number =>
      order === '-lastClickedAt' ? (lastClickById.get(id) ?? -1) : -1;
    matches.sort(
      (one, other) =>
        lastClickOf(one) - lastClickOf(other) ||
        (lastClickOf(one) === -1 ? one.createdAtMs - other.createdAtMs : 0) ||
        one.id - other.id,
    );
    return (order === 'createdAt' ? matches : matches.toReversed()).map(({ id }) => id);
  }

  /** Reads all pages and returns the ids of each. */
  async function readPages(
    filters: Filters,
    budget?: ScanBudget,
    afterPage: (count: number) => Promise<unknown> = async () => {},
  ): Promise<number[][]> {
    const pages: number[][] = [];
    let after: PagePosition | undefined;
    do {
      const query = { ...filters, after, nowMs: NOW_MS };
      const { positions, next } = await new LinkPager(database, query, budget).page();
      pages.push(positions.map(({ id }) => id));
      after = next ?? undefined;
      await afterPage(pages.length - 1);
      expect(pages.length).toBeLessThanOrEqual(2 * LINK_COUNT + 2);
    } while (after !== undefined);
    return pages;
  }

  it('returns exactly the matching links in order for any scan budget', async () => {
    const property = fc.asyncProperty(queries, budgets, async (filters, budget) => {
      const pages = await readPages(filters, budget);
      expect(pages.flat()).toEqual(expectedIds(filters));
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(filters.limit);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it('fills every page but the last if the budget covers all links', async () => {
    const property = fc.asyncProperty(queries, async (filters) => {
      const pages = await readPages(filters);
      expect(pages.flat()).toEqual(expectedIds(filters));
      expect(pages).toHaveLength(Math.max(1, Math.ceil(pages.flat().length / filters.limit)));
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('scans all tags of which a link needs one together', async () => {
    const filters: Filters = { limit: 50, order: '-createdAt', tags: [], anyTags: ['ä', '%'] };
    const pages = await readPages(filters, budgetOf(25));
    expect(pages).toEqual([expectedIds(filters)]);
  });

  it('advances on a page without matches', async () => {
    const filters: Filters = { limit: 5, order: '-createdAt', tags: [], search: 'not to be found' };
    const pages = await readPages(filters, budgetOf(50));
    expect(pages).toEqual([[], [], []]);
  });

  it('scans the tag whose index reaches farthest', async () => {
    const filters: Filters = { limit: 50, order: 'createdAt', tags: ['a', '%'] };
    for (const tags of [filters.tags, filters.tags.toReversed()]) {
      const pages = await readPages({ ...filters, tags }, budgetOf(25));
      expect(pages).toEqual([expectedIds(filters)]);
    }
  });

  it('by last click shows none twice and misses none but those clicked meanwhile', async () => {
    const clicks = new LinkClicksStore(database);
    const present = links.filter(({ deletedAtMs }) => deletedAtMs === null).map(({ id }) => id);
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.uniqueArray(fc.constantFrom(...present), { maxLength: 4 }), { maxLength: 12 }),
      budgets,
      async (limit, clickedMeanwhile, budget) => {
        let now = 10_000;
        const meanwhile = clickedMeanwhile.map((ids) => ids.toSorted((one, other) => one - other));
        const filters = { limit, order: '-lastClickedAt', tags: [] } as const;
        const pages = await readPages(filters, budget, async (page) => {
          const rows = (meanwhile[page] ?? []).map((linkId) => ({ linkId, lastQuarterHour: now }));
          now += page % 2;
          await database.write((manager) => clicks.add(manager, rows));
        });
        await restoreClicks();
        const shown = pages.flat();
        expect(new Set(shown).size).toBe(shown.length);
        const moved = new Set(meanwhile.flat());
        const missed = present.filter((id) => !shown.includes(id) && !moved.has(id));
        expect(missed).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  async function restoreClicks(): Promise<void> {
    await dataSource.manager.clear(LinkClicks);
    await dataSource.manager.insert(LinkClicks, rowsOfClicks(listed));
  }

  describe('after an update', () => {
    it('finds a link by its new tags at its old position', async () => {
      const store = new LinkStore(database);
      const unitOfWork = unitOfWorkOn(database);
      const link = links.find(({ deletedAtMs }) => deletedAtMs === null);
      if (link === undefined) throw new Error('there are no links');
      const changed = await unitOfWork.run((tx) =>
        store.update(tx, link, { tags: ['new'] }, NOW_MS),
      );
      const earlier = { id: 999, key: 'earlier', createdAtMs: -1, externalId: null };
      const before = await unitOfWork.run((tx) =>
        store.insert(tx, { ...link, ...earlier, tags: ['new'] }),
      );
      expect(await readPages({ limit: 9, order: 'createdAt', tags: ['new'] })).toEqual([
        [before.id, link.id],
      ]);
      await unitOfWork.run((tx) => store.delete(tx, before, NOW_MS));
      expect(await readPages({ limit: 9, order: 'createdAt', tags: ['new'] })).toEqual([[link.id]]);
      await unitOfWork.run((tx) => store.update(tx, changed, { tags: link.tags }, NOW_MS));
    });
  });
});
