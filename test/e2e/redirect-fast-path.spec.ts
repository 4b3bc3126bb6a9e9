import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance, WITHOUT_FAST_PATH, type Instance } from '../support/instance.js';

const URL_OF_LINK = 'https://example.com/a?b=c#d';
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

describe('the redirect fast path', () => {
  let database: TestDatabase;
  /** The first with the fast path, the second without. */
  let instances: readonly [Instance, Instance];
  let api: Api;

  beforeAll(async () => {
    database = await makeSqlite();
    // The pages for visitors name the host.
    const publicUrl = { PUBLIC_URL: 'https://sho.rt' };
    instances = [
      await startInstance(database, publicUrl),
      await startInstance(database, { ...publicUrl, ...WITHOUT_FAST_PATH }),
    ];
    api = await Api.of(instances[0]);
    await api.create({ url: URL_OF_LINK, alias: 'plain' });
    await api.create({ url: URL_OF_LINK, alias: 'grüße-👍' });
    await api.create({ url: URL_OF_LINK, alias: '❤️' });
    await api.create({ url: URL_OF_LINK, alias: 'forwards', forwardQuery: true });
    await api.create({ url: URL_OF_LINK, alias: 'kept', cacheSeconds: 60, redirectStatus: 308 });
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    const ending = { url: URL_OF_LINK, cacheSeconds: 2 * DAY_SECONDS, expiresAt };
    await api.create({ ...ending, alias: 'ends' });
    await api.create({ ...ending, alias: 'ends-forwarding', forwardQuery: true });
    await api.create({ ...ending, alias: 'limited', maxClicks: 1_000 });
    await api.create({ url: URL_OF_LINK, alias: 'off' });
    await api.call('patch', '/api/v1/links/off', (test) => test.send({ disabled: true }));
    await api.create({ url: URL_OF_LINK, alias: 'gone' });
    await api.call('delete', '/api/v1/links/gone');
    // Fills the caches.
    for (const instance of instances) {
      for (const key of [
        'plain',
        'gr%C3%BC%C3%9Fe-%F0%9F%91%8D',
        '%E2%9D%A4',
        'forwards',
        'kept',
        'ends',
        'ends-forwarding',
        'limited',
        'off',
        'gone',
      ])
        await fetch(`${instance.url}/${key}`, { redirect: 'manual' });
    }
  });
  afterAll(async () => {
    for (const instance of instances) await instance.stop();
    await database.drop();
  });

  /** The raw response, with what depends on the time and the request id replaced. */
  async function exchange(instance: Instance, request: string): Promise<string> {
    const { hostname, port } = new URL(instance.url);
    const socket = connect(Number(port), hostname);
    socket.write(request, 'latin1');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer
      .replaceAll(/Date: .*\r\n/g, 'Date: now\r\n')
      .replaceAll(/max-age=8\d{4}\r\n/g, 'max-age=rest\r\n')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid');
  }

  /** As each instance has told since this call. */
  async function cacheSizes(): Promise<number[]> {
    const askedAtMs = Date.now();
    let items: { seenAt: string; cache: { size: number } }[] = [];
    await eventually(async () => {
      ({ items } = (await api.call('get', '/api/v1/admin/instances')).body);
      return items.every(({ seenAt }) => Date.parse(seenAt) > askedAtMs);
    });
    return items.map(({ cache }) => cache.size);
  }

  it.each([
    '/plain',
    '/plain/',
    '/plain//',
    '/plain?x=1',
    '/plain/?x=1',
    '/plain#fragment',
    '/%70lain',
    '/pl%61in?%',
    '/gr%C3%BC%C3%9Fe-%F0%9F%91%8D',
    '/gru%CC%88%C3%9Fe-%F0%9F%91%8D',
    '/%E2%9D%A4',
    '/%E2%9D%A4%EF%B8%8F',
    '/%E2%80%8Bplain',
    '/%E2%80%8B',
    '/forwards',
    '/forwards?',
    '/forwards?x=%20&y=\xe9"<',
    '/kept',
    '/ends',
    '/ends-forwarding?x=1',
    '/limited',
    '/PLAIN',
    '/off',
    '/gone',
    '//plain',
    '/plain/extra',
    '/./plain',
    '/%2Fplain',
    '/plain%00',
    '/%',
    '/%zz',
    '/%C3%28',
    '/plain%',
    `/${'a'.repeat(2100)}`,
    `/plain?${'x'.repeat(4000)}`,
    'http://elsewhere.example/plain',
    'plain',
    '*',
    '/',
  ])('responds to %j byte for byte as the Nest route', async (target) => {
    for (const method of ['GET', 'HEAD']) {
      for (const headers of ['', 'Accept: text/html\r\n', 'X-Request-Id: mine-1\r\n']) {
        const request = `${method} ${target} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;
        const [fast, nest] = await Promise.all(instances.map((one) => exchange(one, request)));
        expect(fast).toBe(nest);
        expect(fast).toMatch(/^HTTP\/1\.1 (200|302|308|400|404|410) /);
      }
    }
  });

  it.each([
    ['without a Host', 'GET /plain HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    ['in HTTP/1.0', 'GET /plain HTTP/1.0\r\n\r\n', '302'],
    [
      'with two request ids',
      'GET /plain HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\r\nX-Request-Id: b\r\nConnection: close\r\n\r\n',
      '302',
    ],
    [
      'with an invalid id',
      'GET /plain HTTP/1.1\r\nHost: x\r\nX-Request-Id: <a>\r\nConnection: close\r\n\r\n',
      '302',
    ],
    [
      'with a body',
      'GET /plain HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc',
      '302',
    ],
    [
      'with Upgrade',
      'GET /plain HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: upgrade, close\r\n\r\n',
      '302',
    ],
    [
      'by POST',
      'POST /plain HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      '405',
    ],
    ['by an unknown method', 'FOO /plain HTTP/1.1\r\nHost: x\r\n\r\n', '405'],
    ['by an unknown method to an unknown path', 'FOO /a/b HTTP/1.1\r\nHost: x\r\n\r\n', '404'],
    ['by CONNECT', 'CONNECT plain:443 HTTP/1.1\r\nHost: x\r\n\r\n', '405'],
    ['by OPTIONS of all', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', '404'],
    [
      'with another request pipelined',
      'GET /plain HTTP/1.1\r\nHost: x\r\n\r\nGET /plain/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '302',
    ],
    ['followed by invalid data', 'GET /plain HTTP/1.1\r\nHost: x\r\n\r\nNONSENSE\r\n\r\n', '302'],
  ])('responds to a request %s as the Nest route', async (_name, request, status) => {
    const [fast, nest] = await Promise.all(instances.map((one) => exchange(one, request)));
    expect(fast).toBe(nest);
    expect(fast).toContain(`HTTP/1.1 ${status} `);
  });

  it('does not cache paths that are not keys', async () => {
    const before = await cacheSizes();
    for (const path of ['/%00', '/a%2Fb', `/${'a'.repeat(65)}`, '//plain', '/x/y', '/%', '*']) {
      for (const instance of instances)
        await exchange(instance, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    }
    expect(await cacheSizes()).toEqual(before);
  });

  it('sends Connection: close on every connection at shutdown and resets none', async () => {
    const instance = await startInstance(database);
    const { hostname, port } = new URL(instance.url);
    const clients = Array.from({ length: 5 }, () => connect(Number(port), hostname));
    const answers = clients.map(() => '');
    let errorCount = 0;
    clients.forEach((client, index) => {
      const send = (): boolean => client.write('GET /plain HTTP/1.1\r\nHost: x\r\n\r\n');
      client.on('error', () => errorCount++);
      client.on('data', (chunk) => {
        answers[index] = String(chunk);
        if (!answers[index].includes('Connection: close')) setTimeout(send, 10);
      });
      send();
    });
    await eventually(() => answers.every((answer) => answer !== ''));
    const closed = Promise.all(clients.map((client) => once(client, 'close')));
    expect(await instance.stop()).toBe(0);
    await closed;
    expect(errorCount).toBe(0);
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 302 /);
      expect(answer).toContain('\r\nConnection: close\r\n');
    }
  });
});
