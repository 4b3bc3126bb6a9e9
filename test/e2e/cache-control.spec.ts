import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { SAME_ORIGIN, SESSION, signIn } from '../support/browser-session.js';
import { TEST_API_KEY } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { runningInstance, sharedInstance, type Shared } from '../support/instance-fixture.js';
import { openSqliteFile } from '../support/sqlite-file.js';

const LINKS = '/api/v1/links';
const TAGS = '/api/v1/tags';
const API_KEYS = '/api/v1/admin/api-keys';
const BODY = { url: 'https://example.com/' };

const NOT_STORED = 'private, no-store, no-transform';
const REVALIDATED = 'private, no-cache, no-transform';
const BEARER = { Authorization: `Bearer ${TEST_API_KEY}` };

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, object>>;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

interface Call {
  readonly path: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

async function routesOf(url: string): Promise<Route[]> {
  const response = await fetch(`${url}/docs/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

function client({ instance }: Pick<Shared, 'instance'>) {
  return (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    fetch(instance.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
}

const namesIn = (vary: string | null) => (vary ?? '').split(/,\s*/).toSorted();

function expectPrivate(response: Response, isTagged = false): void {
  const { status, headers } = response;
  expect([status, response.url, headers.get('cache-control')]).toEqual([
    status,
    response.url,
    isTagged ? REVALIDATED : NOT_STORED,
  ]);
  expect(namesIn(headers.get('vary'))).toEqual(['Authorization', 'Cookie', 'X-Api-Key']);
}

describe('caches', () => {
  const running = sharedInstance(makeSqlite);
  const send = (...parts: Parameters<ReturnType<typeof client>>) => client(running)(...parts);
  let routes: Route[];
  let calls: Readonly<Record<string, Call>>;

  beforeAll(async () => {
    routes = (await routesOf(running.instance.url)).filter(({ path }) => path.startsWith('/api/'));
    const { key } = await running.api.create({ ...BODY, tags: ['cached'] });
    const { key: doomed } = await running.api.create(BODY);
    const apiKey = await running.api.post({ name: 'doomed', scopes: ['links:read'] }, API_KEYS);
    const session = { ...SAME_ORIGIN, ...(await signIn(running, TEST_API_KEY)) };
    const doomedSession = { ...SAME_ORIGIN, ...(await signIn(running, TEST_API_KEY)) };
    calls = {
      createSession: { path: SESSION, body: { apiKey: TEST_API_KEY }, headers: {} },
      readSession: { path: SESSION, headers: session },
      deleteSession: { path: SESSION, headers: doomedSession },
      createLink: { path: LINKS, body: BODY },
      createLinks: { path: `${LINKS}/bulk`, body: { links: [BODY] } },
      changeLinks: { path: `${LINKS}/bulk-change`, body: { keys: [key], change: {} } },
      deleteLinks: { path: `${LINKS}/bulk-delete`, body: { keys: ['none'] } },
      listLinks: { path: LINKS },
      listTags: { path: TAGS },
      renameTag: { path: `${TAGS}/rename`, body: { from: 'none', to: 'other' } },
      deleteTag: { path: `${TAGS}/delete`, body: { tag: 'none' } },
      readTagStats: { path: `${TAGS}/cached/stats` },
      readLink: { path: `${LINKS}/${key}` },
      updateLink: { path: `${LINKS}/${key}`, body: { title: 'x' } },
      putLink: { path: `${LINKS}/by-external-id/${randomUUID()}`, body: BODY },
      deleteLink: { path: `${LINKS}/${doomed}` },
      readLinkStats: { path: `${LINKS}/${key}/stats` },
      readLinkStatsAsCsv: { path: `${LINKS}/${key}/stats.csv` },
      readStats: { path: '/api/v1/admin/stats' },
      listTopLinks: { path: '/api/v1/admin/stats/top-links' },
      readQrCodeAsSvg: { path: `${LINKS}/${key}/qr.svg` },
      readQrCodeAsPng: { path: `${LINKS}/${key}/qr.png` },
      listInstances: { path: '/api/v1/admin/instances' },
      createApiKey: { path: API_KEYS, body: { name: 'x', scopes: ['links:read'] } },
      listApiKeys: { path: API_KEYS },
      revokeApiKey: { path: `${API_KEYS}/${apiKey.body.id}` },
    };
  });

  it('are told to keep no answer of any operation of the API', async () => {
    expect(routes.map(({ operation }) => operation.operationId).toSorted()).toEqual(
      Object.keys(calls).toSorted(),
    );
    for (const { method, operation } of routes) {
      const { path, body, headers = BEARER } = calls[operation.operationId] ?? { path: '' };
      expectPrivate(await send(method, path, {}, body));
      const success = await send(method, path, headers, body);
      expect([operation.operationId, success.ok]).toEqual([operation.operationId, true]);
      const etag = success.headers.get('etag');
      expectPrivate(success, etag !== null);
      expect('304' in operation.responses).toBe(method === 'GET' && etag !== null);
      if (!('304' in operation.responses)) continue;
      const unchanged = await send(method, path, { ...BEARER, 'If-None-Match': etag ?? '' });
      expect([unchanged.status, unchanged.headers.get('etag')]).toEqual([304, etag]);
      expectPrivate(unchanged, true);
      const head = await send('HEAD', path, BEARER);
      expectPrivate(head, true);
    }
  });

  it('are told the same by errors, whatever part of the service they come from', async () => {
    const { key } = (await running.api.post({ name: 'reader', scopes: ['stats:read'] }, API_KEYS))
      .body;
    const large = `{"url":"${'x'.repeat(1024 * 1024)}"}`;
    const idempotency = { ...BEARER, 'Idempotency-Key': randomUUID() };
    await send('POST', LINKS, idempotency, BODY);
    const answers: [status: number, Promise<Response>][] = [
      [404, send('GET', '/api')],
      [404, send('GET', '/api/')],
      [404, send('GET', '/api/v1/nothing', BEARER)],
      [404, send('GET', '/api/v1/nothing', { Accept: 'text/html' })],
      [404, send('GET', `${LINKS}/unknown`, BEARER)],
      [405, send('PUT', LINKS, BEARER)],
      [405, send('OPTIONS', LINKS, BEARER)],
      [400, send('GET', `${LINKS}?unknown=1`, BEARER)],
      [400, send('GET', `${LINKS}/%`, BEARER)],
      [400, send('POST', LINKS, BEARER, '{')],
      [400, send('POST', LINKS, BEARER, { url: '' })],
      [403, send('GET', LINKS, { Authorization: `Bearer ${key}` })],
      [412, send('PATCH', calls['updateLink']?.path ?? '', { ...BEARER, 'If-Match': '"0"' }, {})],
      [413, send('POST', LINKS, BEARER, large)],
      [415, send('POST', LINKS, { ...BEARER, 'Content-Type': 'text/plain' }, 'x')],
      [422, send('POST', LINKS, idempotency, { ...BODY, title: 'x' })],
    ];
    for (const [status, answer] of answers) {
      const response = await answer;
      expect([response.url, response.status]).toEqual([response.url, status]);
      expectPrivate(response);
    }
  });

  it.each([
    ['is no HTTP', 'NONSENSE\r\n\r\n', 400],
    ['has no host', `GET ${LINKS} HTTP/1.1\r\nConnection: close\r\n\r\n`, 400],
    [
      'has an absolute target',
      'GET http://x/api/v1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      404,
    ],
    [
      'expects too much',
      `GET ${LINKS} HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n`,
      417,
    ],
    ['has an unknown method', `FOO ${LINKS} HTTP/1.1\r\nHost: x\r\n\r\n`, 405],
    [
      'has large headers',
      `GET ${LINKS} HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
  ])('are told the same by the answer to what %s', async (_what, bytes, status) => {
    const { hostname, port } = new URL(running.instance.url);
    const socket = connect(Number(port), hostname);
    socket.write(bytes);
    const answer = await text(socket);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain(`\r\nCache-Control: ${NOT_STORED}\r\n`);
  });

  it('are told that a replayed answer is as private as the first', async () => {
    const headers = { ...BEARER, 'Idempotency-Key': randomUUID() };
    expectPrivate(await send('POST', LINKS, headers, BODY), true);
    const replayed = await send('POST', LINKS, headers, BODY);
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expectPrivate(replayed, true);
  });

  it.each(['/health/live', '/health/ready', '/health/nothing', '/metrics', '/docs/openapi.json'])(
    'are told not to keep %s',
    async (path) => {
      for (const method of ['GET', 'HEAD', 'POST']) {
        const { headers } = await send(method, path);
        expect([method, headers.get('cache-control')]).toEqual([method, 'no-store']);
      }
    },
  );

  it('are told that the answer for a dead link depends on Accept, page or not', async () => {
    for (const accept of ['text/html', 'application/json', '*/*']) {
      const { status, headers } = await send('GET', '/no-such-link', { Accept: accept });
      expect([status, headers.get('vary')]).toEqual([404, 'Accept']);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('caches, with CORS_ORIGINS', () => {
  const running = runningInstance(makeSqlite, { CORS_ORIGINS: 'https://app.example' });

  it('are told that answers depend on the origin, too', async () => {
    const origins = ['https://app.example', 'https://other.example', undefined];
    for (const origin of origins) {
      for (const headers of [BEARER, {}]) {
        const answer = await client(running)('GET', LINKS, {
          ...headers,
          ...(origin !== undefined && { Origin: origin }),
        });
        expect(namesIn(answer.headers.get('vary'))).toEqual([
          'Authorization',
          'Cookie',
          'Origin',
          'X-Api-Key',
        ]);
      }
    }
  });
});

describe('caches, when the service is in trouble', () => {
  const running = runningInstance(makeSqlite, { RATE_LIMIT_PER_MINUTE: '40' });
  const send = (...parts: Parameters<ReturnType<typeof client>>) => client(running)(...parts);

  it('are told the same by a 503', async () => {
    const other = openSqliteFile(running.database);
    other.exec('BEGIN IMMEDIATE');
    const response = await send('POST', LINKS, BEARER, BODY);
    other.exec('ROLLBACK');
    other.close();
    expect(response.status).toBe(503);
    expectPrivate(response);
  });

  it('are told the same by a 500', async () => {
    const other = openSqliteFile(running.database);
    other.exec('ALTER TABLE link RENAME TO elsewhere');
    const response = await send('GET', LINKS, BEARER);
    other.exec('ALTER TABLE elsewhere RENAME TO link');
    other.close();
    expect(response.status).toBe(500);
    expectPrivate(response);
  });

  it('are told the same by a 429', async () => {
    let response: Response | undefined;
    await eventually(async () => {
      response = await send('GET', LINKS, BEARER);
      return response.status === 429;
    });
    if (response !== undefined) expectPrivate(response);
  });
});
