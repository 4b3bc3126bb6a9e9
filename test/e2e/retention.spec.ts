import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { dayOf } from '../../src/click/day.js';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { RollUpStore } from '../../src/click/rollup/roll-up.store.js';
import { ALL_LINKS } from '../../src/click/link-clicks.entity.js';
import { LinkClicksStore } from '../../src/click/link-clicks.store.js';
import { Api } from '../support/api.js';
import { findInconsistencies, aggregateClicks } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance } from '../support/instance.js';

const RETENTION_DAYS = 30;
const LINK_ID = 1;

describeOnEachDatabase('CLICK_RETENTION_DAYS', (make) => {
  let database: TestDatabase;
  let connections: Connections;
  const today = dayOf(Date.now());

  beforeEach(async () => {
    database = await make();
    connections = await connect(database, 1);
  });
  afterEach(async () => {
    await connections.close();
    await database.drop();
  });

  async function listDays(): Promise<unknown[]> {
    const [first] = connections.databases;
    const rows = (await first?.read((manager) =>
      manager.find(ClickDay, { order: { linkId: 'ASC', day: 'ASC' } }),
    )) as ClickDay[];
    return rows.map(({ linkId, day }) => [linkId, today - day]);
  }

  it('deletes older days, and nothing else', async () => {
    const [first] = connections.databases;
    if (first === undefined) throw new Error('no connection');
    const store = new RollUpStore(first, new LinkClicksStore(first));
    const ages = [0, 30, 31, 400];
    const clicks = ages.map((age) => ({ linkId: LINK_ID, day: today - age, count: 2 }));
    await store.write('a.1', aggregateClicks(...clicks), Date.now());
    const instance = await startInstance(database, {
      CLICK_RETENTION_DAYS: String(RETENTION_DAYS),
    });
    try {
      await eventually(async () => (await listDays()).length === 4);
      expect(await listDays()).toEqual([
        [ALL_LINKS, 30],
        [ALL_LINKS, 0],
        [LINK_ID, 30],
        [LINK_ID, 0],
      ]);
      const totals = await new LinkClicksStore(first).get(LINK_ID);
      expect(totals).toMatchObject({ humans: 8, archivedHumans: 4, redirects: 8 });
      const api = await Api.of(instance);
      const { status } = await api.call('get', '/api/v1/admin/stats');
      expect(status).toBe(200);
    } finally {
      await instance.stop();
    }
    expect(await first.read((manager) => findInconsistencies(manager))).toEqual([]);
  });
});
