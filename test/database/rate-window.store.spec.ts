import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RateWindowStore } from '../../src/rate-limit/rate-window.store.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const LIMIT = 100;

describeOnEachDatabase(RateWindowStore.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let stores: RateWindowStore[];
  beforeEach(async () => {
    database = await make();
    connections = await connect(database, 4);
    stores = connections.databases.map((one) => new RateWindowStore(one));
  });
  afterEach(async () => {
    await connections.close();
    await database.drop();
  });

  it('never leases more than the limit to concurrent callers', async () => {
    const window = { id: 'caller.1', endsAtMs: 120_000 };
    const leases = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => stores[index % 4]?.lease(window, 7, LIMIT)),
    );
    expect(leases.reduce((sum, lease) => sum + (lease?.granted ?? 0), 0)).toBe(LIMIT);
    expect(leases.filter((lease) => lease?.left === 0).length).toBeGreaterThanOrEqual(46);
    expect(await stores[0]?.lease(window, 7, LIMIT)).toEqual({ granted: 0, left: 0 });
  });

  it('leases nothing after the limit was lowered below the leased amount', async () => {
    const window = { id: 'caller.1', endsAtMs: 120_000 };
    await stores[0]?.lease(window, 50, LIMIT);
    expect(await stores[1]?.lease(window, 5, 10)).toEqual({ granted: 0, left: 0 });
  });

  it('deletes windows that ended before a time', async () => {
    for (const endsAtMs of [60_000, 120_000, 180_000]) {
      await stores[0]?.lease({ id: `caller.${endsAtMs}`, endsAtMs }, 1, LIMIT);
    }
    expect(await stores[1]?.deleteEndedBefore(150_000)).toBe(2);
    expect(await stores[1]?.deleteEndedBefore(150_000)).toBe(0);
    const kept = { id: 'caller.180000', endsAtMs: 180_000 };
    expect(await stores[0]?.lease(kept, 1, LIMIT)).toEqual({ granted: 1, left: LIMIT - 2 });
  });
});
