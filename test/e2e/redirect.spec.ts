import { describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { WITHOUT_FAST_PATH } from '../support/instance.js';
import { rawRequest } from '../support/raw-request.js';
import { runningInstance, sharedInstance, type Shared } from '../support/instance-fixture.js';

const URL = 'https://example.com/a?b=c#d';
const DAY_MS = 86_400_000;

/** One suite for both: a visitor cannot tell them apart. */
describeOnEachDatabase('redirects by the front door', (make) => {
  describeRedirects(sharedInstance(make));
});
/** What differs between the two ways does not depend on the database. */
describe('redirects through Nest on SQLite', () => {
  describeRedirects(runningInstance(makeSqlite, WITHOUT_FAST_PATH));
});

function describeRedirects(running: Shared): void {
  const create = (body: object) => running.api.create(body);
  const follow = (path: string) => running.api.anonymously('get', path);
  const patch = (key: string, body: object) =>
    running.api.call('patch', `/api/v1/links/${key}`, (test) => test.send(body));

  it.each([301, 302, 307, 308])(
    'answers %i with nothing but the destination',
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

  it('answers HEAD as it answers GET', async () => {
    const { key } = await create({ url: URL });
    for (const _readThenCached of [1, 2]) {
      const response = await running.api.anonymously('head', `/${key}`);
      expect([response.status, response.headers['location']]).toEqual([302, URL]);
    }
  });

  it('takes no notice of a body', async () => {
    const { key } = await create({ url: URL });
    const response = await running.api.anonymously('get', `/${key}`, (test) =>
      test.set('Content-Type', 'text/plain').send('x'.repeat(2_000_000)),
    );
    expect(response.status).toBe(302);
  });

  it('tolerates a trailing slash', async () => {
    const { key } = await create({ url: URL });
    expect((await follow(`/${key}/`)).headers['location']).toBe(URL);
  });

  it('lets a browser remember what the link allows', async () => {
    const { key } = await create({ url: URL, cacheSeconds: 60 });
    expect((await follow(`/${key}`)).headers['cache-control']).toBe('private, max-age=60');
  });

  it('ignores the query unless the link forwards it', async () => {
    const { key } = await create({ url: URL });
    expect((await follow(`/${key}?x=1`)).headers['location']).toBe(URL);
    await patch(key, { forwardQuery: true });
    expect((await follow(`/${key}?x=1&y=%20`)).headers['location']).toBe(
      'https://example.com/a?b=c&x=1&y=%20#d',
    );
  });

  it('shows a change at once', async () => {
    const { key } = await create({ url: URL });
    expect((await follow(`/${key}`)).status).toBe(302);
    await patch(key, { url: 'https://example.org/new' });
    expect((await follow(`/${key}`)).headers['location']).toBe('https://example.org/new');
    await patch(key, { disabled: true });
    expect((await follow(`/${key}`)).status).toBe(410);
    await patch(key, { disabled: false });
    expect((await follow(`/${key}`)).status).toBe(302);
  });

  it('finds an alias that was asked for before there was one', async () => {
    expect((await follow('/not-yet')).status).toBe(404);
    await create({ url: URL, alias: 'not-yet' });
    expect((await follow('/not-yet')).status).toBe(302);
  });

  it('follows the link for its lifetime only, also from memory', async () => {
    const soonMs = Date.now() + 400;
    const { key } = await create({ url: URL, expiresAt: new Date(soonMs).toISOString() });
    expect((await follow(`/${key}`)).status).toBe(302);
    await new Promise((resolve) => setTimeout(resolve, soonMs - Date.now() + 1));
    expect((await follow(`/${key}`)).status).toBe(410);
  });

  it('does not find a link before its time', async () => {
    const validFrom = new Date(Date.now() + DAY_MS).toISOString();
    const { key } = await create({ url: URL, validFrom });
    expect((await follow(`/${key}`)).status).toBe(404);
  });

  describe('of dead links', () => {
    it('are a page for who asks for HTML, and a problem for others', async () => {
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
    ['/favicon.ico', 404],
    ['/.well-known/x', 404],
  ])('answer the odd path %p with %i', async (path, status) => {
    const raw = await rawRequest(running.instance.url, `GET ${path} HTTP/1.1`);
    expect(raw.status).toBe(status);
    expect(raw.headers['content-type']).toContain('application/problem+json');
  });
}
