import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/platform/database/database.js';
import { ALL_LINKS, LinkClicks } from '../../src/click/link-clicks.entity.js';
import { LinkClicksStore, NO_CLICKS } from '../../src/click/link-clicks.store.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const INSTANCE_COUNT = 4;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

describeOnEachDatabase(LinkClicksStore.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let first: Database;
  let stores: LinkClicksStore[];
  let store: LinkClicksStore;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, INSTANCE_COUNT);
    stores = connections.databases.map((each) => new LinkClicksStore(each));
    [first, store] = [connections.databases[0] as Database, stores[0] as LinkClicksStore];
  });
  beforeEach(() => first.write((manager) => manager.clear(LinkClicks)));
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  describe(LinkClicksStore.prototype.reserveRedirects.name, () => {
    it('grants exactly the limit to all instances together', async () => {
      await store.reserveRedirects(1, 0, 100);
      const granted = await Promise.all(
        stores.map(async (each) => {
          let count = 0;
          for (let requested = 1; requested <= 8; requested++)
            count += await each.reserveRedirects(1, requested, 100);
          return count;
        }),
      );
      expect(sum(granted)).toBe(100);
      expect(await store.get(1)).toMatchObject({ redirects: 100 });
    });

    it('grants exactly the limit while all instances find no row', async () => {
      for (let linkId = 1; linkId <= 5; linkId++) {
        const granted = await Promise.all(
          stores.map((each) => each.reserveRedirects(linkId, 3, 10)),
        );
        expect(granted.sort((one, other) => one - other)).toEqual([1, 3, 3, 3]);
        expect(await store.get(linkId)).toEqual({ linkId, ...NO_CLICKS, redirects: 10 });
      }
    });

    it('grants the remaining redirects, and then none', async () => {
      expect(await store.reserveRedirects(1, 4, 10)).toBe(4);
      expect(await store.reserveRedirects(1, 7, 10)).toBe(6);
      expect(await store.reserveRedirects(1, 1, 10)).toBe(0);
      expect(await store.get(1)).toMatchObject({ redirects: 10 });
    });

    it('grants none if more were served than the limit, and does not change the count', async () => {
      await store.reserveRedirects(1, 10, 10);
      expect(await store.reserveRedirects(1, 1, 4)).toBe(0);
      expect(await store.get(1)).toMatchObject({ redirects: 10 });
    });

    it('grants the difference after the limit is raised', async () => {
      await store.reserveRedirects(1, 10, 10);
      expect(await store.reserveRedirects(1, 5, 12)).toBe(2);
      expect(await store.get(1)).toMatchObject({ redirects: 12 });
    });

    it('includes the redirects that were served without a limit', async () => {
      await first.transaction((manager) => store.add(manager, [{ linkId: 1, redirects: 7 }]));
      expect(await store.reserveRedirects(1, 5, 10)).toBe(3);
    });

    it('accepts the largest safe integer as a limit', async () => {
      expect(await store.reserveRedirects(1, 2, Number.MAX_SAFE_INTEGER)).toBe(2);
      expect(await store.reserveRedirects(1, 3, Number.MAX_SAFE_INTEGER)).toBe(3);
      expect(await store.get(1)).toMatchObject({ redirects: 5 });
    });
  });

  describe('totals', () => {
    it('returns no clicks for a link without a row', async () => {
      expect(await store.get(1)).toEqual(NO_CLICKS);
      expect(await store.getMany([1, 2])).toEqual(new Map());
      expect(await store.getMany([])).toEqual(new Map());
    });

    it('returns the totals of the given links, as numbers', async () => {
      const large = { linkId: Number.MAX_SAFE_INTEGER, humans: 2 ** 52, archivedBots: 3 };
      const all = { linkId: ALL_LINKS, bots: 1 };
      await first.transaction((manager) => store.add(manager, [large, { linkId: 5 }, all]));
      const totals = await store.getMany([large.linkId, ALL_LINKS, 6]);
      expect(new Set(totals.keys())).toEqual(new Set([ALL_LINKS, large.linkId]));
      expect({ ...totals.get(large.linkId) }).toEqual({ ...NO_CLICKS, ...large });
      expect({ ...totals.get(ALL_LINKS) }).toEqual({ ...NO_CLICKS, ...all });
    });

    it('keeps the latest last click', async () => {
      const add = (lastQuarterHour?: number | null) =>
        first.transaction((manager) =>
          store.add(manager, [
            { linkId: 1, bots: 1, ...(lastQuarterHour !== undefined && { lastQuarterHour }) },
          ]),
        );
      const lasts = [];
      for (const quarter of [undefined, 0, 7, null, 5, undefined, 8]) {
        await add(quarter);
        lasts.push((await store.get(1)).lastQuarterHour);
      }
      expect(lasts).toEqual([null, 0, 7, 7, 7, 7, 8]);
    });

    it('adds each column separately', async () => {
      const rows = [
        { linkId: 1, humans: 1, archivedHumans: 1 },
        { linkId: 2, prefetches: 1 },
      ];
      for (let time = 0; time < 2; time++) {
        await first.transaction((manager) => store.add(manager, rows));
      }
      expect({ ...(await store.get(1)) }).toEqual({
        ...NO_CLICKS,
        linkId: 1,
        humans: 2,
        archivedHumans: 2,
      });
      expect(await store.get(2)).toMatchObject({ humans: 0, prefetches: 2 });
    });
  });
});
