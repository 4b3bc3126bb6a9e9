import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { ClickedService, sum } from '../support/clicked-service.js';
import { describeOnOneServer } from '../support/databases.js';
import { Proxy } from '../support/proxy.js';
import { Visits } from '../support/visits.js';

const INSTANCE_COUNT = 2;
const PER_SECOND = 200;
/** Many times longer than a start with a database takes. */
const OUTAGE_MS = 20_000;

describeOnOneServer('a reload while the database is away', (make) => {
  it('ends no instance until its successor is ready', async () => {
    const database = await make();
    const { proxy, url } = await Proxy.to(database.url);
    const clicked = await ClickedService.start({ ...database, url }, INSTANCE_COUNT, 1);
    try {
      const before = await clicked.pids();
      const visits = Visits.begin(clicked.service.url, clicked.keys, PER_SECOND);
      await visits.until(PER_SECOND);
      proxy.cut();
      const reloaded = clicked.service.reload();
      await sleep(OUTAGE_MS);
      for (const pid of before) process.kill(pid, 0);
      proxy.restore();
      await reloaded;
      const { servedCount, brokenOffCount } = await visits.end(1);
      expect(brokenOffCount).toBe(0);
      await clicked.untilCounted(servedCount);
      expect(sum(await clicked.clicks())).toBe(servedCount);
      const after = await clicked.pids();
      expect(after).toHaveLength(INSTANCE_COUNT);
      expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    } finally {
      await clicked.stop();
      proxy.close();
      await database.drop();
    }
  }, 240_000);
});
