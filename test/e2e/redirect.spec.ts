import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { WITHOUT_FAST_PATH } from '../support/instance.js';
import { rawRequest } from '../support/raw-request.js';
import { runningInstance, sharedInstance, type Shared } from '../support/instance-fixture.js';

const URL = 'https://example.com/a?b=c#d';
const DAY_MS = 86_400_000;

/** The fast path and the Nest route must respond identically, so they share one suite. */
describeOnEachDatabase('redirects on the fast path', (make) => {
  describeRedirects(sharedInstance(make));
});
/** The differences between the two do not depend on the database. */
describe('redirects on the Nest route on SQLite', () => {
  describeRedirects(runningInstance(makeSqlite, WITHOUT_FAST_PATH));
});

function describeRedirects(running: Shared): void {
  const create = (body: object) => running.api.create(body);
  const follow = (path: string) => running.api.anonymously('get', path);
  const patch = (key: string, body: object) =>
    running.api.call('patch', `/api/v1/links/${key}`, (test) => test.send(body));

  it.each([301, 302, 307, 308])(
    'respond %i with Location and an empty body',
    async (redirectStatus) => {
      const { key } = await create({ url: URL, redirectStatus });
      for (const _readThenCached of [1, 2]) {
        const raw = await rawRequest(running.instance.url, `GET /${key} HTTP/1.1`);
        expect(raw.status).toBe(redirectStatus);
        expect(raw.body).toBe('');
        expect(raw.headers).toEqual({
          'x-request-id': expect.any(String),
          location: URL,
          'content-length': '0',
          'cache-control': 'private, no-store',
          date: expect.any(String),
          connection: 'close',
        });
      }
    },
  );

  it('respond to HEAD as to GET', async () => {
    const { key } = await create({ url: URL });
    for (const _readThenCached of [1, 2]) {
      const response = await running.api.anonymously('head', `/${key}`);
      expect([response.status, response.headers['location']]).toEqual([302, URL]);
    }
  });

  it('ignore a request body', async () => {
    const { key } = await create({ url: URL });
    const response = await running.api.anonymously('get', `/${key}`, (test) =>
      test.set('Content-Type', 'text/plain').send('x'.repeat(2_000_000)),
    );
    expect(response.status).toBe(302);
  });

  it('accept a trailing slash', async () => {
    const { key } = await create({ url: URL });
    expect((await follow(`/${key}/`)).headers['location']).toBe(URL);
  });

  it('send max-age if the link has cacheSeconds', async () => {
    const { key } = await create({ url: URL, cacheSeconds: 60 });
    expect((await follow(`/${key}`)).headers['cache-control']).toBe('private, max-age=60');
  });

  it.each([{}, { forwardQuery: true }])(
    'allow caching until expiresAt only, with %p',
    async (other) => {
      const expiresAtMs = Date.now() + 30_000;
      const expiresAt = new Date(expiresAtMs).toISOString();
      const secondsLeft = () => Math.floor((expiresAtMs - Date.now()) / 1000);
      const { key } = await create({ url: URL, cacheSeconds: 31_536_000, expiresAt, ...other });
      for (const _readThenCached of [1, 2]) {
        const most = secondsLeft();
        const { headers } = await follow(`/${key}?x=1`);
        const [, maxAge] = /^private, max-age=(\d+)$/.exec(headers['cache-control'] ?? '') ?? [];
        expect(Number(maxAge)).toBeLessThanOrEqual(most);
        expect(Number(maxAge)).toBeGreaterThanOrEqual(Math.max(secondsLeft(), 0));
      }
    },
  );

  it('shorten max-age when the link gets an earlier expiresAt', async () => {
    const { key } = await create({ url: URL, cacheSeconds: 3600 });
    expect((await follow(`/${key}`)).headers['cache-control']).toBe('private, max-age=3600');
    await patch(key, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await follow(`/${key}`)).headers['cache-control']).toMatch(
      /^private, max-age=(?:60|[0-5]?\d)$/,
    );
    await patch(key, { expiresAt: null });
    expect((await follow(`/${key}`)).headers['cache-control']).toBe('private, max-age=3600');
  });

  it('forbid caching if the link has maxClicks', async () => {
    const { key } = await create({ url: URL, cacheSeconds: 60, maxClicks: 2 });
    for (const _readThenCached of [1, 2]) {
      const { status, headers } = await follow(`/${key}`);
      expect([status, headers['cache-control']]).toEqual([302, 'private, no-store']);
    }
    expect((await follow(`/${key}`)).status).toBe(410);
  });

  it('forward the query only if the link has forwardQuery', async () => {
    const { key } = await create({ url: URL });
    expect((await follow(`/${key}?x=1`)).headers['location']).toBe(URL);
    await patch(key, { forwardQuery: true });
    expect((await follow(`/${key}?x=1&y=%20`)).headers['location']).toBe(
      'https://example.com/a?b=c&x=1&y=%20#d',
    );
  });

  it('reflect a change immediately', async () => {
    const { key } = await create({ url: URL });
    expect((await follow(`/${key}`)).status).toBe(302);
    await patch(key, { url: 'https://example.org/new' });
    expect((await follow(`/${key}`)).headers['location']).toBe('https://example.org/new');
    await patch(key, { disabled: true });
    expect((await follow(`/${key}`)).status).toBe(410);
    await patch(key, { disabled: false });
    expect((await follow(`/${key}`)).status).toBe(302);
  });

  it('find an alias that was requested before it was created', async () => {
    expect((await follow('/not-yet')).status).toBe(404);
    await create({ url: URL, alias: 'not-yet' });
    expect((await follow('/not-yet')).status).toBe(302);
  });

  it('stop at expiresAt, also for a cached link', async () => {
    // On a slow machine the link may expire before the first request; then the next link lives longer.
    for (let lifetimeMs = 400; ; lifetimeMs *= 2) {
      const expiresAtMs = Date.now() + lifetimeMs;
      const { key } = await create({ url: URL, expiresAt: new Date(expiresAtMs).toISOString() });
      const { status } = await follow(`/${key}`);
      if (Date.now() >= expiresAtMs) continue;
      expect(status).toBe(302);
      await sleep(expiresAtMs - Date.now() + 1);
      expect((await follow(`/${key}`)).status).toBe(410);
      return;
    }
  });

  it('respond 404 before validFrom', async () => {
    const validFrom = new Date(Date.now() + DAY_MS).toISOString();
    const { key } = await create({ url: URL, validFrom });
    expect((await follow(`/${key}`)).status).toBe(404);
  });

  describe('of unknown and deleted links', () => {
    it('respond with a page if the client accepts HTML, else with a problem', async () => {
      const { key } = await create({ url: URL });
      await running.api.call('delete', `/api/v1/links/${key}`);
      for (const [path, status] of [
        [`/${key}`, 410],
        ['/unknown', 404],
      ] as const) {
        const page = await running.api.anonymously('get', path, (test) =>
          test.set('Accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'),
        );
        expect([page.status, page.type]).toEqual([status, 'text/html']);
        expect(page.headers['cache-control']).toBe('no-store');
        expect(page.headers['content-security-policy']).toContain("default-src 'none'");
        for (const accept of ['*/*', 'application/json', 'application/problem+json']) {
          const problem = await running.api.anonymously('get', path, (test) =>
            test.set('Accept', accept),
          );
          expect([problem.status, problem.type]).toEqual([status, 'application/problem+json']);
          expect(problem.headers['cache-control']).toBe('no-store');
        }
      }
    });
  });

  it.each([
    ['/%', 400],
    ['/%ff', 400],
    ['/%00', 404],
    ['/a%2Fb', 404],
    ['/key/extra', 404],
    ['//key', 404],
    ['/..', 404],
    [`/${'a'.repeat(65)}`, 404],
    [`/${'a'.repeat(4000)}`, 404],
    [`/${'%F0%9F%98%80'.repeat(300)}`, 404],
    ['/favicon.png', 404],
    ['/.well-known/x', 404],
  ])('respond to the path %p with %i', async (path, status) => {
    const raw = await rawRequest(running.instance.url, `GET ${path} HTTP/1.1`);
    expect(raw.status).toBe(status);
    expect(raw.headers['content-type']).toContain('application/problem+json');
  });
}
