import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClickedService, sum } from '../support/clicked-service.js';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { Visits, type Visited } from '../support/visits.js';

const INSTANCE_COUNT = 3;
const LINK_COUNT = 3;
/** Of each kind of clients. PM2 hands over few connections a second on a machine of few cores. */
const PER_SECOND = 500;
const VISIT_COUNT = 8_000;

describe.each(['round-robin', 'shared-socket'])('BALANCING=%s', (balancing) => {
  let database: TestDatabase;
  let clicked: ClickedService;

  beforeEach(async () => {
    database = await makeSqlite();
    const variables = { BALANCING: balancing };
    clicked = await ClickedService.start(database, INSTANCE_COUNT, LINK_COUNT, variables);
  });
  afterEach(async () => {
    await clicked?.stop();
    await database.drop();
  });

  function visit(after: 'keep-alive' | 'close'): Visits {
    return Visits.begin(clicked.service.url, clicked.keys, PER_SECOND, after);
  }

  it('fails no request and loses no click over two reloads', async () => {
    const kinds = [visit('keep-alive'), visit('close')];
    for (const part of [1, 2]) {
      await Promise.all(kinds.map((visits) => visits.until((VISIT_COUNT * part) / 4)));
      await clicked.service.reload();
    }
    const visited = await Promise.all(kinds.map((visits) => visits.end(VISIT_COUNT)));
    expect(visited.map(({ brokenOffCount }) => brokenOffCount)).toEqual([0, 0]);
    await clicked.untilCounted(total(visited));
    expect(sum(await clicked.clicks())).toBe(total(visited));
  }, 240_000);
});

function total(visited: readonly Visited[]): number {
  return visited.reduce((count, { servedCount }) => count + servedCount, 0);
}
