import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { startInstance } from '../support/instance.js';
import { eventually } from '../support/eventually.js';
import { rawRequest } from '../support/raw-request.js';
import { runningInstance } from '../support/instance-fixture.js';

/** Of pino. */
const ERROR_LEVEL = 50;

const LINKS = '/api/v1/links';

describe('HTTP conventions', () => {
  const running = runningInstance(makeSqlite);

  const problemOf = (response: { status: number; body: { type?: string } }) => [
    response.status,
    response.body.type?.replace('urn:shortcore:problem:', ''),
  ];

  describe('authentication', () => {
    it.each([
      ['no key', {}],
      ['a wrong key', { Authorization: 'Bearer wrong-key-000000000000' }],
      ['another scheme', { Authorization: `Basic ${TEST_API_KEY}` }],
      ['an empty key', { 'X-Api-Key': '' }],
      ['a key with its case changed', { 'X-Api-Key': TEST_API_KEY.toUpperCase() }],
    ])('refuses %s', async (_what, headers) => {
      const response = await running.api.anonymously('get', LINKS, (test) => test.set(headers));
      expect(problemOf(response)).toEqual([401, 'unauthenticated']);
      expect(response.headers['www-authenticate']).toBe('Bearer');
    });

    it.each([
      ['Authorization', `Bearer ${TEST_API_KEY}`],
      ['Authorization', `bearer ${TEST_API_KEY}`],
      ['X-Api-Key', TEST_API_KEY],
    ])('takes the key as %s: %s', async (name, value) => {
      const response = await running.api.anonymously('get', LINKS, (test) => test.set(name, value));
      expect(response.status).toBe(200);
    });

    it('guards every operation of the API', async () => {
      const response = await fetch(`${running.instance.url}/docs/openapi.json`);
      const document = (await response.json()) as { paths: Record<string, object> };
      const guarded = Object.entries(document.paths)
        .filter(([path]) => path.startsWith('/api/'))
        .flatMap(([path, operations]) =>
          Object.keys(operations).map((method) => ({ path, method: method.toUpperCase() })),
        );
      expect(guarded.length).toBeGreaterThanOrEqual(5);
      for (const { path, method } of guarded) {
        const url = running.instance.url + path.replace(/\{\w+\}/, 'x');
        // To sign in, the key is in the body, which is missing here.
        const status = method === 'POST' && path === '/api/v1/session' ? 400 : 401;
        expect([method, path, (await fetch(url, { method })).status]).toEqual([
          method,
          path,
          status,
        ]);
      }
    });
  });

  describe('problems', () => {
    it.each([
      ['get', '/api/v1/nothing', 404, 'not-found'],
      ['get', '/api', 404, 'link-not-found'],
      ['get', '/API/v1/links', 404, 'not-found'],
      ['put', LINKS, 405, 'method-not-allowed'],
      ['delete', '/some-key', 405, 'method-not-allowed'],
      ['post', '/health/live', 405, 'method-not-allowed'],
    ] as const)('%s %s is %i %s', async (method, path, status, code) => {
      expect(problemOf(await running.api.call(method, path))).toEqual([status, code]);
    });

    it('names the methods there are', async () => {
      expect((await running.api.call('put', LINKS)).headers['allow']).toBe('GET, HEAD, POST');
      expect((await running.api.call('post', `${LINKS}/x`)).headers['allow']).toBe(
        'DELETE, GET, HEAD, PATCH',
      );
    });

    it.each([
      ['{"url":', 'application/json', 400, 'malformed-json'],
      ['"text"', 'application/json', 400, 'malformed-json'],
      [
        `{"url":"https://example.com/","title":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
        'application/json',
        400,
        'validation-failed',
      ],
      ['url=x', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
      ['{}', 'text/plain', 415, 'unsupported-media-type'],
      ['{}', 'application/json; charset=koi8-r', 415, 'unsupported-media-type'],
      [`{"url":"${'x'.repeat(1024 * 1024)}"}`, 'application/json', 413, 'body-too-large'],
    ])('body %.20s of type %s is %i %s', async (body, type, status, code) => {
      const response = await running.api.call('post', LINKS, (test) =>
        test.set('Content-Type', type).send(body),
      );
      expect(problemOf(response)).toEqual([status, code]);
    });

    it.each([
      'application/json; charset=utf8',
      'application/json;charset=UTF-8',
      'application/json; charset="utf-8"',
      'application/json; charset=utf-8; boundary',
      'application/json; charset=',
      'application/json;',
      'application/merge-patch+json; charset=UTF8',
    ])('take a body of type %s', async (type) => {
      const { status, body } = await running.api.call('post', LINKS, (test) =>
        test.set('Content-Type', type).send('{"url":"https://example.com/","title":"Grüße 👍"}'),
      );
      expect([status, body.title]).toEqual([201, 'Grüße 👍']);
    });

    it.each(['koi8-r', 'utf-16', 'ISO-8859-1'])('name the charset %s', async (charset) => {
      const response = await running.api.call('post', LINKS, (test) =>
        test.set('Content-Type', `application/json; charset=${charset}`).send('{}'),
      );
      expect(problemOf(response)).toEqual([415, 'unsupported-media-type']);
      expect(response.body.detail).toBe(`The charset "${charset}" is not supported. Use utf-8.`);
    });

    it.each([
      ['NONSENSE', 400],
      ['FOO / HTTP/1.1', 405],
      ['FOO /a/b HTTP/1.1', 404],
      ['FOO /x HTTP/1.1', 405],
      ['OPTIONS * HTTP/1.1', 404],
      ['TRACE /x HTTP/1.1', 405],
      ['GET http://elsewhere.example/nothing HTTP/1.1', 404],
      ['GET http://[ HTTP/1.1', 400],
    ])('request line %s is %i', async (line, status) => {
      const response = await rawRequest(running.instance.url, line);
      expect(response.status).toBe(status);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(JSON.parse(response.body).instance).toBe(response.headers['x-request-id']);
    });

    it.each([
      ['GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
      [
        'GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n',
        417,
        'expectation-failed',
      ],
    ])('%j is %i %s', async (bytes, status, code) => {
      const { hostname, port } = new URL(running.instance.url);
      const socket = connect(Number(port), hostname);
      socket.write(bytes);
      let answer = '';
      for await (const chunk of socket) answer += String(chunk);
      expect(answer.split('\r\n')[0]).toContain(` ${status} `);
      expect(answer).toContain('application/problem+json');
      expect(answer).toContain(`urn:shortcore:problem:${code}`);
    });

    it.each(['constructor', '__proto__', 'toString'])(
      'refuse the unknown parameter %s',
      async (name) => {
        const response = await running.api.call('get', `${LINKS}?${name}=1`);
        expect(problemOf(response)).toEqual([400, 'validation-failed']);
        expect(response.body.errors[0].pointer).toBe(`?${name}`);
      },
    );

    it('answers headers that are too large', async () => {
      const response = await rawRequest(running.instance.url, 'GET / HTTP/1.1', [
        `X-Large: ${'x'.repeat(20_000)}`,
      ]);
      expect([response.status, JSON.parse(response.body).type]).toEqual([
        431,
        'urn:shortcore:problem:headers-too-large',
      ]);
    });

    it('answers them without a body to HEAD', async () => {
      const { status, body } = await rawRequest(running.instance.url, 'HEAD / HTTP/1.1', [
        `X-Large: ${'x'.repeat(20_000)}`,
      ]);
      expect([status, body]).toEqual([431, '']);
    });

    it('leave alone a body where none means anything', async () => {
      for (const [body, type] of [
        ['[1]', 'application/json'],
        ['x', 'text/plain'],
      ] as const) {
        const response = await running.api.call('get', LINKS, (test) => test.type(type).send(body));
        expect([type, response.status]).toEqual([type, 200]);
      }
    });

    it.each([LINKS, '/health/ready', '/robots.txt'])(
      'have %s read though it has no tag that a client could know',
      async (path) => {
        const response = await running.api.call('get', path, (test) =>
          test.set('If-None-Match', '*'),
        );
        expect(response.status).toBe(200);
      },
    );

    it.each([
      ['Range', 'bytes=9999999-', 416, 'range-not-satisfiable'],
      ['If-Match', '"other"', 412, 'precondition-failed'],
      ['If-Unmodified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT', 412, 'precondition-failed'],
    ])('are ours for a file and %s: %s', async (name, value, status, code) => {
      const response = await fetch(`${running.instance.url}/docs/index.css`, {
        headers: { [name]: value },
      });
      const { type } = (await response.json()) as { type: string };
      expect([response.status, type]).toEqual([status, `urn:shortcore:problem:${code}`]);
    });

    it('do not tell to use the method that was used', async () => {
      const { status, headers } = await fetch(`${running.instance.url}/docs/LICENSE`);
      expect([status, headers.get('allow')]).toEqual([404, null]);
    });

    it('survives a client that leaves in the middle of a request', async () => {
      const { hostname, port } = new URL(running.instance.url);
      for (const part of [
        'GET /x HT',
        `POST ${LINKS} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"u`,
      ]) {
        const socket = connect(Number(port), hostname);
        socket.write(part);
        await new Promise((resolve) => setTimeout(resolve, 20));
        socket.resetAndDestroy();
      }
      expect((await running.api.anonymously('get', '/health/live')).status).toBe(200);
    });
  });

  describe('request ids', () => {
    it('are taken when they are sane, and found in the problem and the log', async () => {
      const response = await running.api.anonymously('get', LINKS, (test) =>
        test.set('X-Request-Id', 'sane.id-1'),
      );
      expect(response.headers['x-request-id']).toBe('sane.id-1');
      expect(response.body.instance).toBe('sane.id-1');
      await eventually(() => running.instance.output().includes('"requestId":"sane.id-1"'));
    });

    it.each(['', 'has space', 'x'.repeat(129), '<script>', '"quoted"'])(
      'are made when the one given is %p',
      async (id) => {
        const response = await running.api.anonymously('get', '/health/live', (test) =>
          test.set('X-Request-Id', id),
        );
        expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      },
    );
  });

  it('writes logs of JSON lines without keys, addresses or queries', async () => {
    await running.api.call('get', `${LINKS}?search=private-text`);
    const lines = running.instance
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ level }) => level >= ERROR_LEVEL)).toEqual([]);
    expect(lines.length).toBeGreaterThan(5);
    expect(running.instance.output()).not.toContain(TEST_API_KEY);
    expect(running.instance.output()).not.toContain('private-text');
    expect(running.instance.output()).not.toContain('127.0.0.1');
  });

  it('lets crawlers follow short links', async () => {
    const robots = await running.api.anonymously('get', '/robots.txt');
    expect([robots.status, robots.type, robots.text.split('\n', 2)]).toEqual([
      200,
      'text/plain',
      ['User-agent: *', 'Disallow: /api/'],
    ]);
  });

  it('tells browsers not to guess', async () => {
    const list = await running.api.call('get', LINKS);
    expect(list.headers['x-content-type-options']).toBe('nosniff');
    expect(list.headers['x-powered-by']).toBeUndefined();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with 0 on %s, though clients hang',
    async (signal) => {
      const instance = await startInstance(running.database);
      const { hostname, port } = new URL(instance.url);
      const parts = [
        '\r\n',
        'GET / HTTP/1.1\r\nHo',
        `POST ${LINKS} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{`,
      ];
      for (const part of parts) {
        const socket = connect(Number(port), hostname).on('error', () => {});
        await new Promise((sent) => socket.write(part, sent));
      }
      expect(await instance.stop(signal)).toBe(0);
    },
  );
});
