import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClickedService, sum } from '../support/clicked-service.js';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { unreadBytesOf } from '../support/open-connections.js';
import { LEFT_BEHIND_MS } from '../support/statistics.js';
import { Visits, type Visited } from '../support/visits.js';

const INSTANCE_COUNT = 4;
const LINK_COUNT = 3;
/** Of each kind of clients. PM2 hands over few connections a second on a machine of few cores. */
const PER_SECOND = 500;
const RELOADED_COUNT = 6_000;
const KILLED_COUNT = 4_000;
const REPLACED_WITHIN_MS = 90_000;
/** More than there are instances, so that one of them is handed over to each. */
const PROBE_COUNT = 12;

describe.each(['round-robin', 'shared-socket'])('BALANCING=%s', (balancing) => {
  let database: TestDatabase;
  let clicked: ClickedService;
  let countedBefore = 0;

  beforeAll(async () => {
    database = await makeSqlite();
    const variables = { BALANCING: balancing };
    clicked = await ClickedService.start(database, INSTANCE_COUNT, LINK_COUNT, variables);
  }, 240_000);
  afterAll(async () => {
    await clicked?.stop();
    await database.drop();
  });

  function beginVisits(): Visits[] {
    return (['keep-alive', 'close'] as const).map((after) =>
      Visits.begin(clicked.service.url, clicked.keys, PER_SECOND, after),
    );
  }

  it('fails no request and loses no click over a reload', async () => {
    const kinds = beginVisits();
    await until(kinds, RELOADED_COUNT / 4);
    await clicked.service.reload();
    const visited = await end(kinds, RELOADED_COUNT);
    expect(visited.map(({ brokenOffCount }) => brokenOffCount)).toEqual([0, 0]);
    countedBefore = served(visited);
    await clicked.untilCounted(countedBefore);
    expect(sum(await clicked.clicks())).toBe(countedBefore);
  }, 240_000);

  // Connections are looked up in /proc.
  (process.platform === 'linux' ? it : it.skip)(
    'fails only requests on connections of an instance that is killed, and replaces it',
    async () => {
      const kinds = beginVisits();
      await until(kinds, KILLED_COUNT / 4);
      const killed = await clicked.busiestPid();
      const { port, url } = clicked.service;
      process.kill(killed, 'SIGSTOP');
      // Stopped, it takes no more connections; one is on its way to it. Clients of those that it has send requests.
      const probes = Array.from({ length: PROBE_COUNT }, () => probe(url));
      await untilAnswered(probes, PROBE_COUNT - 1);
      await eventually(() => unreadBytesOf(killed, port).some((bytes) => bytes > 0));
      const openCount = unreadBytesOf(killed, port).length;
      process.kill(killed, 'SIGKILL');
      expect(await Promise.all(probes)).toEqual(Array(PROBE_COUNT).fill(200));
      const visited = await end(kinds, KILLED_COUNT);
      const brokenOffCount = visited.reduce((count, kind) => count + kind.brokenOffCount, 0);
      expect(brokenOffCount).toBeGreaterThan(0);
      expect(brokenOffCount).toBeLessThanOrEqual(openCount);
      await eventually(async () => {
        const pids = await clicked.pids();
        return pids.length === INSTANCE_COUNT && !pids.includes(killed);
      }, REPLACED_WITHIN_MS);
      await sleep(LEFT_BEHIND_MS);
      // Each connection had one request: answered but not recorded, or recorded but not answered.
      await clicked.untilCounted(countedBefore + served(visited) - openCount);
      const counted = sum(await clicked.clicks()) - countedBefore;
      expect(counted).toBeLessThanOrEqual(served(visited) + brokenOffCount);
    },
    240_000,
  );
});

/** On a connection of its own. */
async function probe(url: string): Promise<number> {
  return (await fetch(`${url}/health/live`, { headers: { Connection: 'close' } })).status;
}

async function untilAnswered(probes: readonly Promise<unknown>[], count: number): Promise<void> {
  let answeredCount = 0;
  for (const answer of probes) void answer.then(() => answeredCount++);
  await eventually(() => answeredCount >= count);
}

async function until(kinds: readonly Visits[], count: number): Promise<void> {
  await Promise.all(kinds.map((visits) => visits.until(count)));
}

async function end(kinds: readonly Visits[], count: number): Promise<Visited[]> {
  return Promise.all(kinds.map((visits) => visits.end(count)));
}

function served(visited: readonly Visited[]): number {
  return visited.reduce((count, { servedCount }) => count + servedCount, 0);
}
