import { once } from 'node:events';
import { Agent, request as send, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { startInstance, type Instance } from '../support/instance.js';
import { runningInstance } from '../support/instance-fixture.js';

const MIB = 1024 * 1024;
const LINKS = '/api/v1/links';
const BULK = `${LINKS}/bulk`;
const MAX_FAILURES = 20;
const KEY = `Authorization: Bearer ${TEST_API_KEY}`;
const WRONG_KEY = 'Authorization: Bearer wrong-key-000000000000';
const JSON_TYPE = 'Content-Type: application/json';
const LARGE = `Content-Length: ${5 * MIB}`;
const TOO_LARGE = `Content-Length: ${10 * MIB + 1}`;
const GZIP = 'Content-Encoding: gzip';
const CLOSE = 'connection: close';

type Head = readonly [method: string, path: string, headers: readonly string[]];

const REFUSALS: readonly (readonly [string, Head])[] = [
  ['401 unauthenticated', ['POST', BULK, [JSON_TYPE, LARGE]]],
  ['401 unauthenticated', ['POST', BULK, [JSON_TYPE, 'Transfer-Encoding: chunked']]],
  ['401 unauthenticated', ['POST', BULK, [WRONG_KEY, 'Content-Encoding: br', LARGE]]],
  ['401 unauthenticated', ['POST', BULK, [JSON_TYPE, LARGE, 'Expect: 100-continue']]],
  ['401 unauthenticated', ['PATCH', `${LINKS}/x`, ['Content-Type: text/plain', LARGE]]],
  ['404 not-found', ['POST', '/api/v1/nothing', [KEY, JSON_TYPE, LARGE]]],
  ['405 method-not-allowed', ['PUT', LINKS, [KEY, JSON_TYPE, LARGE]]],
  ['415 unsupported-media-type', ['POST', BULK, [KEY, 'Content-Type: text/plain', LARGE]]],
  ['415 unsupported-media-type', ['POST', BULK, [KEY, LARGE]]],
  ['415 unsupported-media-type', ['POST', BULK, [KEY, JSON_TYPE, LARGE, GZIP]]],
  ['415 unsupported-media-type', ['POST', BULK, [KEY, JSON_TYPE, TOO_LARGE, GZIP]]],
  ['415 unsupported-media-type', ['POST', BULK, [KEY, `${JSON_TYPE}; charset=utf-16`, LARGE]]],
  ['413 body-too-large', ['POST', BULK, [KEY, JSON_TYPE, TOO_LARGE]]],
  ['413 body-too-large', ['POST', LINKS, [KEY, JSON_TYPE, `Content-Length: ${MIB + 1}`]]],
];

interface Problem {
  readonly type: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

function connectTo({ url }: Pick<Instance, 'url'>): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname).on('error', () => {});
}

const headOf = (...[method, path, headers]: Head): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n');

/** Sends the head of a request, and returns what is answered before any byte of the body. */
async function answerToHead(instance: Pick<Instance, 'url'>, ...head: Head): Promise<string> {
  const socket = connectTo(instance);
  socket.write(headOf(...head));
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.includes('urn:shortcore:problem:') || answer.startsWith('HTTP/1.1 100')) break;
  }
  return answer;
}

const summaryOf = (answer: string): string =>
  [answer.split(' ')[1], /problem:([\w-]+)/.exec(answer)?.[1]].join(' ');

describe('request bodies', () => {
  const running = runningInstance(makeSqlite);
  let limited: Instance;
  let readOnly = '';

  beforeAll(async () => {
    limited = await startInstance(running.database, { RATE_LIMIT_PER_MINUTE: '1' });
    const { body } = await running.api.post(
      { name: 'reader', scopes: ['links:read'] },
      '/api/v1/admin/api-keys',
    );
    readOnly = `Authorization: Bearer ${body.key}`;
  });
  afterAll(() => limited?.stop());

  describe('of which nothing is read', () => {
    it.each(REFUSALS)('are refused: %s for %j', async (expected, head) => {
      const answer = await answerToHead(running.instance, ...head);
      expect(summaryOf(answer)).toBe(expected);
      expect(answer.toLowerCase()).toContain(CLOSE);
    });

    it('are refused for a key without the scope', async () => {
      const headers = [readOnly, 'Content-Type: text/plain', LARGE];
      const answer = await answerToHead(running.instance, 'POST', BULK, headers);
      expect(summaryOf(answer)).toBe('403 insufficient-scope');
      expect(answer.toLowerCase()).toContain(CLOSE);
    });

    it('are refused for a key that is over its limit', async () => {
      await answerToHead(limited, 'POST', BULK, [KEY, LARGE]);
      const answer = await answerToHead(limited, 'POST', BULK, [KEY, JSON_TYPE, LARGE]);
      expect(summaryOf(answer)).toBe('429 rate-limited');
    });

    it('are refused for an address that guesses keys', async () => {
      for (let count = 0; count < MAX_FAILURES; count++) {
        await answerToHead(limited, 'POST', BULK, [WRONG_KEY, LARGE]);
      }
      const answer = await answerToHead(limited, 'POST', BULK, [WRONG_KEY, LARGE]);
      expect(summaryOf(answer)).toBe('429 rate-limited');
    });
  });

  it('say which coding is accepted', async () => {
    const response = await fetch(running.instance.url + LINKS, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${TEST_API_KEY}`,
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
      },
      body: gzipSync('{"url":"https://example.com/"}'),
    });
    expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'identity']);
  });

  it.each(['identity', 'Identity', ''])('may have Content-Encoding: %s', async (coding) => {
    const response = await running.api.call('post', LINKS, (test) =>
      test.set('Content-Encoding', coding).send({ url: 'https://example.com/' }),
    );
    expect(response.status).toBe(201);
  });

  it('may begin with a byte order mark, and be empty', async () => {
    const marked = await running.api.call('post', LINKS, (test) =>
      test.type('json').send('\ufeff{"url":"https://example.com/"}'),
    );
    expect(marked.status).toBe(201);
    const headers = [KEY, JSON_TYPE, 'Transfer-Encoding: chunked'];
    const socket = connectTo(running.instance);
    socket.write(`${headOf('POST', LINKS, [...headers, 'Connection: close'])}0\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(summaryOf(answer)).toBe('400 validation-failed');
  });

  it('are asked for with 100 of who may send them', async () => {
    const headers = [KEY, JSON_TYPE, 'Content-Length: 30', 'Expect: 100-continue'];
    expect(await answerToHead(running.instance, 'POST', LINKS, headers)).toMatch(/^HTTP\/1.1 100/);
  });

  it.each([undefined, 'Bearer wrong-key-000000000000', `Bearer ${TEST_API_KEY}`])(
    'do not keep a client that sends one from its answer: %s',
    async (key) => {
      const { hostname, port } = new URL(running.instance.url);
      const sent = send({
        hostname,
        port,
        method: 'POST',
        path: BULK,
        agent: false,
        headers: {
          'Content-Type': 'application/json',
          ...(key !== undefined && { Authorization: key }),
        },
      });
      sent.end(Buffer.alloc(11 * MIB, ' '));
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const problem = (await json(response)) as Problem;
      const expected = key?.includes(TEST_API_KEY) ? 'body-too-large' : 'unauthenticated';
      expect(problem.type).toBe(`urn:shortcore:problem:${expected}`);
    },
  );

  it('leave a connection open if they are small', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { hostname, port } = new URL(running.instance.url);
    const ports = new Set<number | undefined>();
    for (const path of [LINKS, '/api/v1/nothing', LINKS]) {
      const sent = send({ hostname, port, method: 'POST', path, agent });
      sent.end('{"url":"https://example.com/"}');
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      await json(response);
      ports.add(sent.socket?.localPort);
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  it.each(['[],', '{},', '1,', '"",', '{"url":1},'])(
    'have a bounded number of values: %s',
    async (unit) => {
      const text = `{"links":[${unit.repeat((9 * MIB) / unit.length)}1]}`;
      const response = await running.api.call('post', BULK, (test) => test.type('json').send(text));
      expect(response.status).toBe(400);
      expect(response.body.errors).toEqual([
        { pointer: '', detail: 'must not have more than 125000 values' },
      ]);
    },
  );

  it('are read by every operation that has one', async () => {
    const response = await fetch(`${running.instance.url}/docs/openapi.json`);
    const { paths } = (await response.json()) as {
      paths: Record<string, Record<string, { requestBody?: object }>>;
    };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody !== undefined)
        .map(([method]) => [method.toUpperCase(), path.replace(/\{\w+\}/, 'x')] as const),
    );
    expect(operations.length).toBeGreaterThanOrEqual(5);
    for (const [method, path] of operations) {
      const { status } = await fetch(running.instance.url + path, {
        method,
        headers: { Authorization: `Bearer ${TEST_API_KEY}`, 'Content-Type': 'text/plain' },
        body: '{}',
      });
      expect([method, path, status]).toEqual([method, path, 415]);
    }
  });
});
