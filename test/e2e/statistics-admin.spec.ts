import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ApiKey } from '../../src/auth/api-key.entity.js';
import type { Scope } from '../../src/auth/scopes.js';
import { hashSecretKey } from '../../src/auth/api-key.js';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { Link } from '../../src/link/link.entity.js';
import { asText } from '../support/as-text.js';
import { openDataSource } from '../support/data-source.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { runningInstance } from '../support/instance-fixture.js';
import { countedStats, seedClicks } from '../support/statistics.js';
import { AMERICAN, BOT, GERMAN, visit } from '../support/visitors.js';

const URL = 'https://example.com/';
const LINKS = '/api/v1/links';
const ADMIN_STATS = '/api/v1/admin/stats';
const TOP_LINKS = '/api/v1/admin/stats/top-links';
const JUNE = 'from=2026-06-01T00:00:00Z&to=2026-07-01T00:00:00Z';

const KEYS: Readonly<Record<string, Scope[]>> = {
  'links-only-key': ['links:read', 'links:write'],
  'stats-only-key': ['stats:read'],
  'admins-key': ['admin'],
};
/** The keys that may call each path. */
const CALLS: readonly (readonly [path: string, allowed: readonly string[]])[] = [
  [`${LINKS}/seen/stats`, ['stats-only-key', 'admins-key']],
  [`${LINKS}/seen/stats.csv`, ['stats-only-key', 'admins-key']],
  [ADMIN_STATS, ['admins-key']],
  [TOP_LINKS, ['admins-key']],
  ['/api/v1/admin/instances', ['admins-key']],
];

describeOnEachDatabase('statistics for administrators', (make) => {
  const running = runningInstance(make, { TRUST_PROXY: 'loopback' });
  let dataSource: DataSource;

  const create = async (body: object = {}) => (await running.api.create({ url: URL, ...body })).key;
  const read = async (path: string) => (await running.api.call('get', path)).body;
  const listTopKeys = async (query: string) =>
    (await read(`${TOP_LINKS}?${query}`)).items.map(({ key }: { key: string }) => key);

  beforeAll(async () => {
    dataSource = await openDataSource(running.database, [ApiKey, ClickDay, Link]);
    for (const [secret, scopes] of Object.entries(KEYS)) {
      const row = { id: secret, name: secret, scopes, createdAtMs: 0, expiresAtMs: null };
      await dataSource.manager.insert(ApiKey, { ...row, ...hashSecretKey(secret) });
    }
  });
  afterAll(() => dataSource.destroy());

  it('include all links, even deleted ones', async () => {
    const [seen, deleted, limited] = [
      await create({ alias: 'seen' }),
      await create(),
      await create({ maxClicks: 1 }),
    ];
    for (const visitor of [AMERICAN, GERMAN, BOT])
      await visit(running.instance.url, `/${seen}`, visitor);
    await visit(running.instance.url, `/${deleted}`, GERMAN);
    await visit(running.instance.url, `/${limited}`, { ...GERMAN, 'Sec-Purpose': 'prefetch' });
    for (const [key, count] of [
      [seen, 3],
      [deleted, 1],
      [limited, 1],
    ] as const)
      await countedStats(running.api, key, count);
    const disabled = await create();
    await running.api.call('patch', `${LINKS}/${disabled}`, (test) =>
      test.send({ disabled: true }),
    );
    await create({ expiresAt: '2021-01-01T00:00:00Z' });
    await create({ validFrom: '2999-01-01T00:00:00Z' });
    await running.api.call('delete', `${LINKS}/${deleted}`);
    expect(await read(ADMIN_STATS)).toMatchObject({
      clicks: { total: 4, humans: 3, bots: 1, prefetches: 1 },
      uniqueVisitors: 2,
      countries: [
        { value: 'DE', clicks: 2 },
        { value: 'US', clicks: 1 },
      ],
      // One of the others is exhausted, and one is scheduled.
      links: { total: 5, active: 1, disabled: 1, expired: 1, deleted: 1 },
    });
  });

  it('recount links after 10 seconds', async () => {
    await read(ADMIN_STATS);
    await create();
    // The first request after that still returns the old count.
    await eventually(async () => (await read(ADMIN_STATS)).links.total === 6, 12_000);
  });

  it('are not sent again unchanged', async () => {
    for (const path of [`${ADMIN_STATS}?${JUNE}`, `${TOP_LINKS}?${JUNE}`]) {
      const { headers } = await running.api.call('get', path);
      const again = await running.api.call('get', path, (test) =>
        test.set('If-None-Match', String(headers['etag'])),
      );
      expect([again.status, again.headers['etag']]).toEqual([304, headers['etag']]);
    }
  });

  it('list the links with most clicks, without deleted ones', async () => {
    const url = 'https://example.com/top';
    const [most, deleted, some, few, prefetched] = [
      await create({ url }),
      await create(),
      await create(),
      await create(),
      await create(),
    ] as const;
    await seedClicks(dataSource, most, [
      ['2026-06-01T00:00Z', 10, 3],
      ['2026-06-30T23:45Z', 20, 1, 5],
      ['2026-07-01T00:00Z', 1],
    ]);
    await seedClicks(dataSource, deleted, [['2026-06-15T12:00Z', 100]]);
    await seedClicks(dataSource, some, [
      ['2026-05-31T23:45Z', 1000],
      ['2026-06-15T12:00Z', 9],
    ]);
    await seedClicks(dataSource, few, [['2026-06-15T12:00Z', 0, 8]]);
    await seedClicks(dataSource, prefetched, [['2026-06-15T12:00Z', 0, 0, 50]]);
    expect(await listTopKeys(`${JUNE}&limit=1`)).toEqual([deleted]);
    await running.api.call('delete', `${LINKS}/${deleted}`);
    expect(await read(`${TOP_LINKS}?${JUNE}`)).toEqual({
      items: [
        { key: most, url, clicks: { total: 34, humans: 30, bots: 4 } },
        { key: some, url: URL, clicks: { total: 9, humans: 9, bots: 0 } },
        { key: few, url: URL, clicks: { total: 8, humans: 0, bots: 8 } },
      ],
    });
    expect(await listTopKeys(`${JUNE}&limit=1`)).toEqual([most]);
    expect(await listTopKeys(`${JUNE}&limit=2`)).toEqual([most, some]);
    expect(await listTopKeys('from=2026-05-31T00:00:00Z&to=2026-07-01T00:00:00Z')).toEqual([
      some,
      most,
      few,
    ]);
    expect(await listTopKeys('from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:00Z')).toEqual([]);
  });

  it('list the requested number of links if some are deleted', async () => {
    const keys: string[] = [];
    for (let count = 1; count <= 12; count++) {
      const key = await create();
      await seedClicks(dataSource, key, [['2026-03-10T12:00Z', count]]);
      if (count > 6) await running.api.call('delete', `${LINKS}/${key}`);
      else keys.unshift(key);
    }
    const query = 'from=2026-03-10T00:00:00Z&to=2026-03-11T00:00:00Z';
    expect(await listTopKeys(`${query}&limit=4`)).toEqual(keys.slice(0, 4));
    expect(await listTopKeys(`${query}&limit=100`)).toEqual(keys);
  });

  it('show recorded clicks of each instance, none pending or lost in the end', async () => {
    const recorded = async () => {
      const { items } = await read('/api/v1/admin/instances');
      expect(items).toHaveLength(1);
      return items[0].clicks as { recorded: number; pending: number; lost: number };
    };
    const key = await create();
    const before = (await recorded()).recorded;
    for (let count = 0; count < 20; count++)
      await visit(running.instance.url, `/${key}`, count % 2 === 0 ? GERMAN : BOT);
    await visit(running.instance.url, `/${key}`, GERMAN, 'HEAD');
    await countedStats(running.api, key, 20);
    await eventually(async () => (await recorded()).recorded === before + 20);
    await eventually(async () => (await recorded()).pending === 0);
    expect(await recorded()).toEqual({ recorded: before + 20, pending: 0, lost: 0 });
  });

  it.each(CALLS)('require a permitted key for %s', async (path, allowed) => {
    expect((await running.api.anonymously('get', path)).status).toBe(401);
    for (const secret of Object.keys(KEYS)) {
      const isAllowed = allowed.includes(secret);
      const { status, body } = await running.api.anonymously('get', path, (test) => {
        test.set('Authorization', `Bearer ${secret}`);
        return isAllowed && path.endsWith('.csv') ? asText(test) : test;
      });
      expect([secret, status]).toEqual([secret, isAllowed ? 200 : 403]);
      if (status === 403) expect(body.type).toBe('urn:shortcore:problem:insufficient-scope');
    }
  });
});
