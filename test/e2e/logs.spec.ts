import { beforeAll, describe, expect, it } from '@jest/globals';
import { SAME_ORIGIN, SESSION, signIn } from '../support/browser-session.js';
import { makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { runningInstance } from '../support/instance-fixture.js';

const API_KEYS = '/api/v1/admin/api-keys';
const LINKS = '/api/v1/links';
const ADDRESSES = ['203.0.113.77', '2001:db8:77::4d', '127.0.0.1', '::1'];
const UNKNOWN_KEY = 'shortcore_a-key-that-was-never-made';

interface Line {
  readonly level: number;
  readonly requestId?: string;
  readonly req?: { readonly method: string; readonly path: string };
  readonly res?: { readonly status: number };
}

describe.each(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])('the log at %s', (level) => {
  const running = runningInstance(makeSqlite, { LOG_LEVEL: level, TRUST_PROXY: 'loopback' });
  const secrets = [TEST_API_KEY, UNKNOWN_KEY];
  const apiRequests: { readonly id: string; readonly status: number }[] = [];
  const redirectIds: string[] = [];
  let count = 0;

  const send = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: unknown,
  ) => {
    const id = `request-${++count}`;
    const [address = ''] = ADDRESSES;
    const response = await fetch(running.instance.url + path, {
      method,
      redirect: 'manual',
      headers: {
        'X-Request-Id': id,
        'X-Forwarded-For': ADDRESSES.slice(0, 2).join(', '),
        Referer: `https://${address}/`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { id, status: response.status, text };
  };
  const call = async (...parts: Parameters<typeof send>) => {
    const answer = await send(...parts);
    apiRequests.push(answer);
    return answer;
  };
  const follow = async (path: string, accept = '*/*'): Promise<void> => {
    redirectIds.push((await send('GET', path, { Accept: accept })).id);
  };
  const lines = (): Line[] =>
    running.instance
      .output()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));

  beforeAll(async () => {
    const bearer = { Authorization: `Bearer ${TEST_API_KEY}` };
    const made = await call('POST', API_KEYS, bearer, { name: 'x', scopes: ['links:read'] });
    const key = JSON.parse(made.text).key as string;
    const { Cookie } = await signIn(running, TEST_API_KEY);
    secrets.push(key, Cookie.split('=')[1] ?? '');
    await call('POST', LINKS, bearer, { url: 'https://example.com/', alias: 'hot' });
    await call('POST', LINKS, { 'X-Api-Key': key }, { url: 'https://example.com/' });
    await call('GET', `${LINKS}?search=${encodeURIComponent(key)}`, bearer);
    await call('GET', LINKS, { Authorization: `Bearer ${UNKNOWN_KEY}` });
    await call('GET', LINKS, {});
    await call('GET', `${LINKS}/none`, { Cookie });
    await call('GET', '/api/v1/nothing', { Authorization: `Basic ${key}` });
    await call('POST', LINKS, bearer, `{"url":"${key}`);
    await call('POST', LINKS, bearer, { url: key, [key]: key });
    await call('GET', SESSION, { Cookie, ...SAME_ORIGIN });
    await call('DELETE', SESSION, { Cookie, ...SAME_ORIGIN });
    for (const path of ['/hot', '/hot', `/hot?token=${key}`, '/%68ot', '/unknown', '/%', '/x/y']) {
      await follow(path);
      await follow(path, 'text/html');
    }
    await send('GET', '/metrics', bearer);
    await send('GET', '/health/ready', {});
    if (level === 'trace' || level === 'debug' || level === 'info') {
      const last = apiRequests.at(-1)?.id ?? '';
      await eventually(() => running.instance.output().includes(last));
    }
    await running.instance.stop();
  });

  it('has lines of JSON only', () => {
    const levels = lines().map((line) => line.level);
    expect(levels.every((each) => typeof each === 'number')).toBe(true);
    const isVerbose = ['trace', 'debug', 'info'].includes(level);
    expect(levels.length > 0).toBe(isVerbose);
  });

  it('has no key, no secret of a session and no address', () => {
    const output = running.instance.output();
    expect([...secrets, ...ADDRESSES].filter((text) => output.includes(text))).toEqual([]);
    expect(secrets).toHaveLength(4);
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  });

  it('has one line for each API request, with its id, path and status, from info on', () => {
    const isVerbose = ['trace', 'debug', 'info'].includes(level);
    const logged = apiRequests.map(({ id }) =>
      lines()
        .filter(({ requestId }) => requestId === id)
        .map(({ res, req }) => [id, res?.status, req?.path.startsWith('/api/')]),
    );
    expect(logged).toEqual(
      apiRequests.map(({ id, status }) => (isVerbose ? [[id, status, true]] : [])),
    );
    expect(apiRequests.map(({ status }) => status)).toEqual([
      201, 201, 403, 200, 401, 401, 404, 404, 400, 400, 200, 204,
    ]);
  });

  it('has no line for a redirect, dead links included, unless it is to debug', () => {
    const isDebug = level === 'trace' || level === 'debug';
    const logged = redirectIds.map(
      (id) => lines().filter(({ requestId }) => requestId === id).length,
    );
    expect(logged).toEqual(redirectIds.map(() => (isDebug ? 1 : 0)));
  });
});
