import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClickedService, sum } from '../support/clicked-service.js';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Visits } from '../support/visits.js';

const INSTANCE_COUNT = 2;
/** Less than an instance takes when it is ready. */
const LIMIT_MB = '64';
const PER_SECOND = 200;
/** PM2 looks every 30 s, and replaces one instance after the other. */
const REPLACED_WITHIN_MS = 120_000;

describe('an instance that takes more memory than MAX_MEMORY_MB', () => {
  let database: TestDatabase;
  let clicked: ClickedService;

  beforeEach(async () => {
    database = await makeSqlite();
    const variables = { MAX_MEMORY_MB: LIMIT_MB };
    clicked = await ClickedService.start(database, INSTANCE_COUNT, 1, variables);
  }, 120_000);
  afterEach(async () => {
    await clicked?.stop();
    await database.drop();
  });

  it('is replaced without a failed request or a lost click', async () => {
    const before = await clicked.pids();
    const kinds = (['keep-alive', 'close'] as const).map((after) =>
      Visits.begin(clicked.service.url, clicked.keys, PER_SECOND, after),
    );
    await eventually(async () => {
      const pids = await clicked.pids();
      return pids.length === INSTANCE_COUNT && !pids.some((pid) => before.includes(pid));
    }, REPLACED_WITHIN_MS);
    const visited = await Promise.all(kinds.map((visits) => visits.end(1)));
    expect(visited.map(({ brokenOffCount }) => brokenOffCount)).toEqual([0, 0]);
    const servedCount = visited.reduce((count, kind) => count + kind.servedCount, 0);
    await clicked.untilCounted(servedCount);
    expect(sum(await clicked.clicks())).toBe(servedCount);
  }, 240_000);
});
