import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnFirstServer, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Host } from '../support/hosts.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { findNginx } from '../support/programs.js';
import { AMERICAN, GERMAN } from '../support/visitors.js';
import { CONNECTION_COUNT, Visits, type Visited } from '../support/visits.js';

const LINKS = '/api/v1/links';
const PER_SECOND = 500;
const SPREAD_COUNT = 2_000;
const KILLED_COUNT = 4_000;
const LINK_COUNT = 3;
/** The service blocks an address after 20 failures within a minute; a minute may end in between. */
const MAX_ATTEMPTS = 41;
const COUNTED_WITHIN_MS = 60_000;

const program = findNginx();
const PROXIED = { RATE_LIMIT_PER_MINUTE: '100000', TRUST_PROXY: 'loopback' };

describeOnFirstServer('two PM2 clusters behind nginx with docker/nginx.conf', (make) => {
  // Instances of a host are looked up in /proc.
  const test = program === undefined || process.platform !== 'linux' ? it.skip : it;
  let database: TestDatabase;
  let hosts: [Host, Host];
  let nginx: Nginx;

  beforeAll(async () => {
    if (program === undefined) return;
    database = await make();
    hosts = [await Host.start(database, PROXIED), await Host.start(database, PROXIED)];
    nginx = await startNginx(
      program,
      hosts.map(({ address }) => address),
    );
  }, 240_000);
  afterAll(async () => {
    await nginx?.stop();
    for (const host of hosts ?? []) await host.stop();
    await database?.drop();
  });

  async function createLinks(count: number): Promise<string[]> {
    const links = await Promise.all(
      Array.from({ length: count }, () =>
        hosts[1].service.call('POST', LINKS, { url: 'https://example.com/' }),
      ),
    );
    return links.map((link) => (link as { key: string }).key);
  }

  async function countClicks(keys: readonly string[]): Promise<number> {
    const links = await Promise.all(
      keys.map((key) => hosts[1].service.call('GET', `${LINKS}/${key}`)),
    );
    return links.reduce<number>(
      (count, link) => count + (link as { clicks: { total: number } }).clicks.total,
      0,
    );
  }

  const beginVisits = (keys: readonly string[]): Visits[] =>
    (['keep-alive', 'close'] as const).map((after) =>
      Visits.begin(nginx.url, keys, PER_SECOND, after),
    );

  const visit = (url: string, key: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${url}/${key}`, { headers, redirect: 'manual' });

  async function countriesAfter(url: string): Promise<unknown> {
    const [key = ''] = await createLinks(1);
    for (const headers of [AMERICAN, GERMAN, GERMAN]) await visit(url, key, headers);
    let countries: unknown;
    await eventually(async () => {
      const stats = await hosts[1].service.call('GET', `${LINKS}/${key}/stats`);
      ({ countries } = stats as { countries: unknown });
      return (stats as { clicks: { total: number } }).clicks.total === 3;
    });
    return countries;
  }

  const attempt = async (url: string, forwardedFor: string): Promise<number> => {
    const headers = { Authorization: 'Bearer wrong-key', 'X-Forwarded-For': forwardedFor };
    return (await fetch(url + LINKS, { headers })).status;
  };

  /** Returns whether an address is blocked in the end. */
  async function isBlocked(url: string, addressOf: (count: number) => string): Promise<boolean> {
    for (let count = 0; count < MAX_ATTEMPTS; count++) {
      if ((await attempt(url, addressOf(count))) === 429) return true;
    }
    return false;
  }

  test('the load spreads within 10 %', async () => {
    const keys = await createLinks(LINK_COUNT);
    const visited = await end(beginVisits(keys), SPREAD_COUNT);
    let counts: number[] = [];
    await eventually(async () => {
      counts = await Promise.all(hosts.map((host) => host.recordedCount()));
      return counts.reduce((total, count) => total + count, 0) >= served(visited);
    });
    for (const count of counts) {
      expect(Math.abs(count / served(visited) - 1 / 2)).toBeLessThan(0.1 / 2);
    }
  }, 120_000);

  test('the country and the limit of failed attempts are of the address that is forwarded', async () => {
    expect(await countriesAfter(nginx.url)).toEqual([
      { value: 'DE', clicks: 2 },
      { value: 'US', clicks: 1 },
    ]);
    expect(await isBlocked(nginx.url, () => '203.0.113.1')).toBe(true);
    expect(await attempt(nginx.url, '203.0.113.2')).toBe(401);
    expect(await isBlocked(nginx.url, (count) => `198.51.100.${count}`)).toBe(false);
  }, 120_000);

  test('no visitor gets an error when one is killed, and it is used again when it is back', async () => {
    const keys = await createLinks(LINK_COUNT);
    const kinds = beginVisits(keys);
    await Promise.all(kinds.map((visits) => visits.until(KILLED_COUNT / 4)));
    await hosts[0].kill();
    const visited = await end(kinds, KILLED_COUNT);
    expect(visited.map(({ brokenOffCount }) => brokenOffCount)).toEqual([0, 0]);

    await hosts[0].start({ ...PROXIED, TRUST_PROXY: '' });
    await eventually(async () => {
      await visit(nginx.url, keys[0] ?? '', AMERICAN);
      return (await hosts[0].recordedCount()) > 0;
    });
    // A request that was not answered may have been counted, and was sent again; another one answered and not counted.
    const inFlight = visited.length * CONNECTION_COUNT;
    await eventually(
      async () => (await countClicks(keys)) >= served(visited) - inFlight,
      COUNTED_WITHIN_MS,
    );
  }, 240_000);

  test('without TRUST_PROXY they are of nginx', async () => {
    const untrusting = await startNginx(program ?? '', Array(2).fill(hosts[0].address) as string[]);
    try {
      expect(await countriesAfter(untrusting.url)).toEqual([{ value: null, clicks: 3 }]);
      expect(await isBlocked(untrusting.url, (count) => `198.51.100.${100 + count}`)).toBe(true);
    } finally {
      await untrusting.stop();
    }
  }, 120_000);
});

async function end(kinds: readonly Visits[], count: number): Promise<Visited[]> {
  return Promise.all(kinds.map((visits) => visits.end(count)));
}

function served(visited: readonly Visited[]): number {
  return visited.reduce((count, { servedCount }) => count + servedCount, 0);
}
