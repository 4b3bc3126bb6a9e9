import { describe, expect, it } from '@jest/globals';
import { asText } from '../support/as-text.js';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { WITHOUT_FAST_PATH } from '../support/instance.js';
import { runningInstance, sharedInstance, type Shared } from '../support/instance-fixture.js';
import { countedStats, statsOf } from '../support/statistics.js';
import { AMERICAN, BOT, GERMAN, visit } from '../support/visitors.js';

const URL = 'https://example.com/';
const PROXIED = { TRUST_PROXY: 'loopback' };
const ONE_UNKNOWN_VISITOR = {
  referrers: [{ value: null, clicks: 1 }],
  countries: [{ value: null, clicks: 1 }],
  browsers: [{ value: null, clicks: 1 }],
  operatingSystems: [{ value: null, clicks: 1 }],
  devices: [{ value: null, clicks: 1 }],
};

/** The same suite runs on the fast path and on the Nest route. */
describeOnEachDatabase('statistics of redirects by the fast path', (make) => {
  describeStatistics(sharedInstance(make));
});
/** The differences between the two do not depend on the database. */
describe('statistics of redirects by the Nest route on SQLite', () => {
  describeStatistics(runningInstance(makeSqlite, { ...PROXIED, ...WITHOUT_FAST_PATH }));
});

function describeStatistics(running: Shared): void {
  /** The links of one test, followed together so that the test waits once. */
  const keys: string[] = [];
  const create = async (body: object = {}) => (await running.api.create({ url: URL, ...body })).key;
  const follow = (path: string, headers: Readonly<Record<string, string>>, method = 'GET') =>
    visit(running.instance.url, path, headers, method);
  const counted = (key: string, count: number) => countedStats(running.api, key, count);

  it('describe the visitors of a link, within 5 seconds', async () => {
    const key = await create();
    const fromNews = { ...AMERICAN, Referer: 'https://News.Example.com:8443/a?b=c#d' };
    for (const visitor of [fromNews, fromNews, GERMAN, BOT]) await follow(`/${key}`, visitor);
    const today = `${new Date().toISOString().slice(0, 10)}T00:00:00+00:00`;
    const stats = await counted(key, 4);
    expect(stats).toMatchObject({
      unit: 'day',
      timezone: 'UTC',
      clicks: { total: 4, humans: 3, bots: 1, prefetches: 0 },
      uniqueVisitors: 2,
      referrers: [
        { value: 'news.example.com', clicks: 2 },
        { value: null, clicks: 1 },
      ],
      countries: [
        { value: 'US', clicks: 2 },
        { value: 'DE', clicks: 1 },
      ],
      browsers: [
        { value: 'Chrome', clicks: 2 },
        { value: 'Safari', clicks: 1 },
      ],
      operatingSystems: [
        { value: 'Windows', clicks: 2 },
        { value: 'iOS', clicks: 1 },
      ],
      devices: [
        { value: 'desktop', clicks: 2 },
        { value: 'mobile', clicks: 1 },
      ],
    });
    expect(stats.series).toHaveLength(30);
    expect(stats.series.at(-1)).toEqual({ start: today, total: 4, humans: 3, bots: 1 });
    expect(stats.series.slice(0, -1).every(({ total }) => total === 0)).toBe(true);
  });

  it('equal the clicks of the link resource', async () => {
    const key = await create({ title: 'counted' });
    for (const visitor of [AMERICAN, GERMAN, BOT]) await follow(`/${key}`, visitor);
    await follow(`/${key}`, { ...AMERICAN, 'Sec-Purpose': 'prefetch' });
    await counted(key, 4);
    const clicks = { total: 3, humans: 2, bots: 1 };
    const path = `/api/v1/links/${key}`;
    expect((await running.api.call('get', path)).body).toMatchObject({ clicks });
    const list = await running.api.call('get', '/api/v1/links?search=counted');
    expect(list.body.items).toMatchObject([{ key, clicks }]);
    const patched = await running.api.call('patch', path, (test) => test.send({ title: 'x' }));
    expect(patched.body).toMatchObject({ clicks });
  });

  it('count every one of many concurrent redirects once', async () => {
    const key = await create();
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        follow(`/${key}`, { ...AMERICAN, 'X-Forwarded-For': `8.8.8.${index % 100}` }),
      ),
    );
    const stats = await counted(key, 300);
    expect(stats).toMatchObject({ clicks: { humans: 300 }, uniqueVisitors: 100 });
  });

  it('count neither HEAD nor other responses than redirects', async () => {
    const [key, later, off] = [
      await create(),
      await create({ validFrom: '2999-01-01T00:00:00Z' }),
      await create(),
    ];
    await running.api.call('patch', `/api/v1/links/${off}`, (test) =>
      test.send({ disabled: true }),
    );
    for (const _uncachedThenCached of [1, 2]) {
      expect(await follow(`/${key}`, AMERICAN, 'HEAD')).toBe(302);
      expect(await follow(`/${key}`, AMERICAN, 'POST')).toBe(405);
      expect(await follow(`/${later}`, AMERICAN)).toBe(404);
      expect(await follow(`/${off}`, AMERICAN)).toBe(410);
    }
    // Earlier requests are counted no later than this one.
    await follow(`/${key}`, AMERICAN);
    await counted(key, 1);
    expect((await statsOf(running.api, later)).clicks.total).toBe(0);
    expect((await statsOf(running.api, off)).clicks.total).toBe(0);
  });

  it('count links with any settings', async () => {
    for (const settings of [
      { forwardQuery: true },
      { cacheSeconds: 60 },
      { redirectStatus: 308 },
      { maxClicks: 10 },
      { expiresAt: '2999-01-01T00:00:00Z' },
    ]) {
      const key = await create(settings);
      for (const suffix of ['', '/', '?a=b', '/?a=b']) await follow(`/${key}${suffix}`, GERMAN);
      keys.push(key);
    }
    for (const key of keys.splice(0)) {
      expect(await counted(key, 4)).toMatchObject({ clicks: { humans: 4 }, uniqueVisitors: 1 });
    }
  });

  it('keep only the class of a visitor that opts out of tracking', async () => {
    for (const optOut of [{ DNT: '1' }, { 'Sec-GPC': '1' }]) {
      const key = await create();
      await follow(`/${key}`, { ...AMERICAN, Referer: 'https://example.org/', ...optOut });
      keys.push(key);
    }
    for (const key of keys.splice(0)) {
      const clicks = { total: 1, humans: 1, bots: 0, prefetches: 0 };
      expect(await counted(key, 1)).toMatchObject({
        clicks,
        uniqueVisitors: 0,
        ...ONE_UNKNOWN_VISITOR,
      });
    }
  });

  it('have null for unknown values', async () => {
    const key = await create();
    const [userAgent, referer] = ['Mozilla/5.0 of my own', 'about:blank'];
    const unknown = { 'User-Agent': userAgent, 'X-Forwarded-For': '192.0.2.7', Referer: referer };
    await follow(`/${key}`, unknown);
    expect(await counted(key, 1)).toMatchObject({ uniqueVisitors: 1, ...ONE_UNKNOWN_VISITOR });
  });

  it('have no country for reserved addresses', async () => {
    const key = await create();
    const addresses = ['10.1.2.3', '192.168.1.1', '198.51.100.7', 'fd00::1', '2001:db8::1'];
    for (const address of addresses) {
      await follow(`/${key}`, { ...AMERICAN, 'X-Forwarded-For': address });
    }
    const { countries } = await counted(key, addresses.length);
    expect(countries).toEqual([{ value: null, clicks: addresses.length }]);
  });

  it('count prefetches separately', async () => {
    for (const header of [
      { 'Sec-Purpose': 'prefetch' },
      { 'Sec-Purpose': 'prefetch;prerender' },
      { 'Sec-Purpose': 'prefetch;anonymous-client-ip' },
      { Purpose: 'prefetch' },
    ]) {
      const key = await create();
      await follow(`/${key}`, { ...AMERICAN, ...header });
      keys.push(key);
    }
    for (const key of keys.splice(0)) {
      const clicks = { total: 0, humans: 0, bots: 0, prefetches: 1 };
      expect(await counted(key, 1)).toMatchObject({ clicks, uniqueVisitors: 0, countries: [] });
    }
  });

  it('return the requested number of values, the most frequent first', async () => {
    const key = await create();
    for (const [host, count] of [
      ['b.example', 3],
      ['a.example', 1],
      ['c.example', 2],
    ] as const) {
      for (let time = 0; time < count; time++)
        await follow(`/${key}`, { ...AMERICAN, Referer: `https://${host}/` });
    }
    await counted(key, 6);
    expect((await statsOf(running.api, key, '?top=2')).referrers).toEqual([
      { value: 'b.example', clicks: 3 },
      { value: 'c.example', clicks: 2 },
    ]);
  });

  it('are kept when the destination changes', async () => {
    const key = await create();
    await follow(`/${key}`, GERMAN);
    await counted(key, 1);
    await running.api.call('patch', `/api/v1/links/${key}`, (test) =>
      test.send({ url: `${URL}new` }),
    );
    await follow(`/${key}`, GERMAN);
    expect(await counted(key, 2)).toMatchObject({ uniqueVisitors: 1 });
  });

  describe('with If-None-Match', () => {
    it.each(['stats', 'stats.csv'])('are not sent again unchanged (%s)', async (path) => {
      const key = await create();
      const to = '2026-06-02T00:00:00.000Z';
      const read = (etag = '"other"', query = `?to=${to}`) =>
        running.api.call('get', `/api/v1/links/${key}/${path}${query}`, (test) => {
          test.set('If-None-Match', etag);
          return path === 'stats.csv' ? asText(test) : test;
        });
      const first = await read();
      const etag = String(first.headers['etag']);
      expect([first.status, etag]).toEqual([200, expect.stringMatching(/^"[^"]+"$/)]);
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const again = await read(known);
        expect([again.status, again.headers['etag']]).toEqual([304, etag]);
      }
      expect((await read(etag, '?to=2026-06-03T00:00:00.000Z')).status).toBe(200);
    });

    it('are sent again after a click', async () => {
      const key = await create();
      const { headers } = await running.api.call('get', `/api/v1/links/${key}/stats`);
      await follow(`/${key}`, GERMAN);
      await counted(key, 1);
      const { status } = await running.api.call('get', `/api/v1/links/${key}/stats`, (test) =>
        test.set('If-None-Match', String(headers['etag'])),
      );
      expect(status).toBe(200);
    });
  });

  it('are available as CSV', async () => {
    const key = encodeURIComponent(await create({ alias: 'grüße-👍' }));
    await follow(`/${key}`, GERMAN);
    await follow(`/${key}`, BOT);
    await counted(key, 2);
    const { series } = await statsOf(running.api, key, '?unit=week&timezone=Asia/Kathmandu');
    const csv = await running.api.call(
      'get',
      `/api/v1/links/${key}/stats.csv?unit=week&timezone=Asia/Kathmandu`,
      asText,
    );
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toMatch(
      /^attachment; filename="[\x20-\x7e]+\.csv"; filename\*=UTF-8''gr%C3%BC%C3%9Fe-%F0%9F%91%8D\.csv$/,
    );
    const lines = series.map(({ start, total, humans, bots }) =>
      [start, total, humans, bots].join(','),
    );
    expect(csv.body).toBe(['start,total,humans,bots', ...lines, ''].join('\r\n'));
    expect(lines.at(-1)).toMatch(/T00:00:00\+05:45,2,1,1$/);
  });

  it.each(['stats', 'stats.csv'])(
    'are not available for deleted and unknown links (%s)',
    async (path) => {
      const key = await create();
      await running.api.call('delete', `/api/v1/links/${key}`);
      const gone = await running.api.call('get', `/api/v1/links/${key}/${path}`);
      expect([gone.status, gone.body.type]).toEqual([410, 'urn:shortcore:problem:link-gone']);
      const unknown = await running.api.call('get', `/api/v1/links/unknown/${path}`);
      expect([unknown.status, unknown.body.type]).toEqual([
        404,
        'urn:shortcore:problem:link-not-found',
      ]);
    },
  );
}
