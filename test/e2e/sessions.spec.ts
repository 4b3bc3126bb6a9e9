import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateSecretKey } from '../../src/auth/api-key.js';
import { cookieOf, SAME_ORIGIN, send, SESSION, signIn } from '../support/browser-session.js';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { runningInstance, sharedInstance, type Shared } from '../support/instance-fixture.js';
import { assertAsDocumented, loadContract } from '../support/contract.js';

const LINKS = '/api/v1/links';
const API_KEYS = '/api/v1/admin/api-keys';
const HOUR_MS = 3_600_000;
const BODY = { url: 'https://example.com/' };
const UNKNOWN = generateSecretKey();

const hoursUntil = (time: string) => (Date.parse(time) - Date.now()) / HOUR_MS;

async function problemOf(response: Response): Promise<unknown[]> {
  const { type } = (await response.json()) as { type?: string };
  return [response.status, type?.replace('urn:shortcore:problem:', '')];
}

async function newKey(running: Shared, body: object = {}): Promise<{ id: string; key: string }> {
  const asked = { name: 'person', scopes: ['links:read', 'links:write'], ...body };
  return (await running.api.post(asked, API_KEYS)).body;
}

describeOnEachDatabase('a session', (make) => {
  const running = sharedInstance(make);

  it('is started with a key, is used, listed below its key, and ended', async () => {
    const { id, key } = await newKey(running, { name: 'Zoë' });
    const headers = { ...(await signIn(running, key)), ...SAME_ORIGIN };
    const read = await send(running, SESSION, { headers });
    const session = (await read.json()) as { expiresAt: string };
    expect(session).toEqual({
      name: 'Zoë',
      scopes: ['links:read', 'links:write'],
      expiresAt: expect.any(String),
    });
    expect(hoursUntil(session.expiresAt)).toBeCloseTo(12, 1);
    const created = await send(running, LINKS, { method: 'POST', headers, body: BODY });
    expect(created.status).toBe(201);
    expect((await send(running, '/api/v1/admin/instances', { headers })).status).toBe(403);
    const items = (await running.api.call('get', API_KEYS)).body.items as Record<string, string>[];
    const at = items.findIndex((item) => item['id'] === id);
    expect(items[at]).toMatchObject({ id, parentId: null });
    expect(items[at + 1]).toMatchObject({
      name: 'Zoë',
      parentId: id,
      expiresAt: session.expiresAt,
    });
    const ended = await send(running, SESSION, { method: 'DELETE', headers });
    expect([ended.status, await ended.text()]).toEqual([204, '']);
    expect((await send(running, LINKS, { headers })).status).toBe(401);
  });

  it('acts as its key: links and idempotency keys belong to the key', async () => {
    const { key } = await newKey(running);
    const [one, other] = [await signIn(running, key), await signIn(running, key)];
    const create = (headers: Record<string, string>) =>
      send(running, LINKS, {
        method: 'POST',
        headers: { ...SAME_ORIGIN, 'Idempotency-Key': 'once', ...headers },
        body: { ...BODY, url: `https://example.com/${key}`, reuseExisting: true },
      });
    const first = await create(one);
    const replayed = await create(other);
    expect([first.status, replayed.status]).toEqual([201, 201]);
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    const byKey = await create({ Authorization: `Bearer ${key}` });
    expect(byKey.headers.get('idempotency-replayed')).toBe('true');
    const reused = await create({ ...other, 'Idempotency-Key': 'twice' });
    expect([reused.status, await reused.json()]).toMatchObject([200, await first.json()]);
  });

  it('ends with its key, and does not keep the last admin', async () => {
    const { id, key } = await newKey(running, { scopes: ['admin'] });
    const headers = await signIn(running, key, { remember: true });
    expect((await send(running, LINKS, { headers })).status).toBe(200);
    expect((await running.api.call('delete', `${API_KEYS}/${id}`)).status).toBe(204);
    expect((await send(running, LINKS, { headers })).status).toBe(401);
  });

  it('can be ended by its id', async () => {
    const { id, key } = await newKey(running);
    const headers = await signIn(running, key);
    const items = (await running.api.call('get', API_KEYS)).body.items as Record<string, string>[];
    const session = items.find(({ parentId }) => parentId === id);
    await running.api.call('delete', `${API_KEYS}/${session?.['id']}`);
    expect((await send(running, LINKS, { headers })).status).toBe(401);
    expect(
      (await send(running, SESSION, { headers: { Authorization: `Bearer ${key}` } })).status,
    ).toBe(401);
  });
});

describe('a session on any database', () => {
  const running = sharedInstance(makeSqlite);
  let key = '';
  let cookie: { Cookie: string };

  beforeAll(async () => {
    ({ key } = await newKey(running));
    cookie = await signIn(running, key);
  });

  const post = (body: unknown, headers: Record<string, string> = SAME_ORIGIN) =>
    send(running, SESSION, { method: 'POST', headers, body });

  it('has a cookie that no script and no other site can use', async () => {
    const response = await post({ apiKey: key });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^shortcore=shortcore_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('vary')).toContain('Cookie');
    expect(await response.text()).not.toContain('shortcore_');
  });

  it('lasts 30 days if it is remembered, in the browser too', async () => {
    const response = await post({ apiKey: key, remember: true });
    const { expiresAt } = (await response.json()) as { expiresAt: string };
    expect(hoursUntil(expiresAt)).toBeCloseTo(720, 1);
    const [, maxAge] = /Max-Age=(\d+)/.exec(response.headers.getSetCookie()[0] ?? '') ?? [];
    expect(Number(maxAge)).toBeCloseTo(30 * 86_400, -1);
  });

  it('ends with a key that expires earlier', async () => {
    const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
    const brief = await newKey(running, { expiresAt });
    const response = await post({ apiKey: brief.key, remember: true });
    expect(await response.json()).toMatchObject({ expiresAt });
    const [, maxAge] = /Max-Age=(\d+)/.exec(response.headers.getSetCookie()[0] ?? '') ?? [];
    expect(Number(maxAge)).toBeLessThanOrEqual(3600);
  });

  it('is answered as the document says', async () => {
    const contract = await loadContract(running.instance.url);
    const calls = [
      [await post({ apiKey: key }), 'post'],
      [await post({ apiKey: UNKNOWN }), 'post'],
      [await send(running, SESSION, { headers: cookie }), 'get'],
      [await send(running, SESSION), 'get'],
    ] as const;
    for (const [response, method] of calls) {
      const text = await response.text();
      const [type = ''] = (response.headers.get('content-type') ?? '').split(';', 1);
      const headers = Object.fromEntries(response.headers);
      const answer = { status: response.status, headers, type, text, body: JSON.parse(text) };
      assertAsDocumented(contract, method, SESSION, answer);
    }
  });

  it.each([
    [{}, ['/apiKey']],
    [{ apiKey: '' }, ['/apiKey']],
    [{ apiKey: 7 }, ['/apiKey']],
    [{ apiKey: null }, ['/apiKey']],
    [{ apiKey: ['x'] }, ['/apiKey']],
    [{ apiKey: 'x'.repeat(257) }, ['/apiKey']],
    [{ apiKey: 'half \ud800' }, ['/apiKey']],
    [{ apiKey: UNKNOWN, remember: 'yes' }, ['/remember']],
    [{ apiKey: UNKNOWN, scopes: ['admin'] }, ['/scopes']],
  ])('is not started with %j', async (body, pointers) => {
    const response = await post(body);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect([response.status, errors.map(({ pointer }) => pointer)]).toEqual([400, pointers]);
  });

  it('is not started with a wrong key, the secret of a session, or a body that is too large', async () => {
    expect(await problemOf(await post({ apiKey: UNKNOWN }))).toEqual([401, 'unauthenticated']);
    const secret = cookie.Cookie.replace('shortcore=', '');
    expect(await problemOf(await post({ apiKey: secret }))).toEqual([401, 'unauthenticated']);
    const large = await post({ apiKey: 'x'.repeat(5_000) });
    expect(await problemOf(large)).toEqual([413, 'body-too-large']);
    const text = await send(running, SESSION, {
      method: 'POST',
      headers: { ...SAME_ORIGIN, 'Content-Type': 'text/plain' },
      body: { apiKey: key },
    });
    expect(await problemOf(text)).toEqual([415, 'unsupported-media-type']);
  });

  it.each([
    ['none', ''],
    ['an empty one', 'shortcore='],
    ['one without a value', 'shortcore'],
    ['an unknown one', `shortcore=${UNKNOWN}`],
    ['a huge one', `shortcore=${'x'.repeat(12_000)}`],
    ['the name that HTTPS has', `__Host-shortcore=${UNKNOWN}`],
    ['broken encoding', 'shortcore=%E0%A4%A'],
    ['a thousand others', Array.from({ length: 1_000 }, (_, at) => `a${at}=b`).join('; ')],
  ])('is not what a cookie stands for that is %s', async (_what, value) => {
    for (const path of [SESSION, LINKS]) {
      const response = await send(running, path, { headers: { Cookie: value } });
      expect(await problemOf(response)).toEqual([401, 'unauthenticated']);
    }
  });

  it('is not accepted twice in one header, nor with the key of another', async () => {
    const twice = { Cookie: `${cookie.Cookie}; shortcore=${UNKNOWN}` };
    expect((await send(running, LINKS, { headers: twice })).status).toBe(401);
    for (const name of ['Authorization', 'X-Api-Key']) {
      const both = { ...cookie, [name]: 'Bearer wrong' };
      expect((await send(running, LINKS, { headers: both })).status).toBe(401);
    }
    expect((await send(running, LINKS, { headers: cookie })).status).toBe(200);
  });

  it('is not accepted as a key, nor a key as a session', async () => {
    const secret = cookie.Cookie.replace('shortcore=', '');
    const asKey = await send(running, LINKS, { headers: { 'X-Api-Key': secret } });
    expect(asKey.status).toBe(401);
    const asSession = await send(running, LINKS, { headers: { Cookie: `shortcore=${key}` } });
    expect(asSession.status).toBe(401);
  });

  describe('in a call that changes something', () => {
    const own = () => new URL(running.instance.url);
    const SITES: readonly (readonly [string, 'goes' | 'fails', () => Record<string, string>])[] = [
      ['Sec-Fetch-Site: same-origin', 'goes', () => ({ 'Sec-Fetch-Site': 'same-origin' })],
      ['Sec-Fetch-Site: none', 'goes', () => ({ 'Sec-Fetch-Site': 'none' })],
      ['Sec-Fetch-Site: same-site', 'fails', () => ({ 'Sec-Fetch-Site': 'same-site' })],
      ['Sec-Fetch-Site: cross-site', 'fails', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
      [
        'Sec-Fetch-Site: cross-site and the own origin',
        'fails',
        () => ({ 'Sec-Fetch-Site': 'cross-site', Origin: own().origin }),
      ],
      ['the own origin', 'goes', () => ({ Origin: own().origin })],
      ['the origin of another port', 'fails', () => ({ Origin: `http://${own().hostname}:1` })],
      ['another origin', 'fails', () => ({ Origin: 'https://evil.example' })],
      ['no origin', 'fails', () => ({ Origin: 'null' })],
      ['neither header', 'fails', () => ({})],
    ];

    it.each(SITES)('with %s %s', async (_what, outcome, site) => {
      const isAllowed = outcome === 'goes';
      const changed = await newKey(running, { scopes: ['links:write', 'links:read'] });
      const headers = { ...(await signIn(running, changed.key)), ...site() };
      const calls = [
        [LINKS, 'POST', BODY],
        [`${LINKS}/by-external-id/${changed.id}`, 'PUT', BODY],
        [`${LINKS}/no-such-link`, 'PATCH', { title: 'x' }],
        [`${LINKS}/no-such-link`, 'DELETE', undefined],
      ] as const;
      for (const [path, method, body] of calls) {
        const response = await send(running, path, { method, headers, body });
        const status = isAllowed ? (method === 'POST' || method === 'PUT' ? 201 : 404) : 403;
        expect([method, response.status]).toEqual([method, status]);
        if (!isAllowed) expect(await problemOf(response)).toEqual([403, 'cross-origin']);
      }
      expect((await send(running, LINKS, { headers })).status).toBe(200);
      const ended = await send(running, SESSION, { method: 'DELETE', headers });
      expect(ended.status).toBe(isAllowed ? 204 : 403);
      const left = await send(running, SESSION, { headers });
      expect(left.status).toBe(isAllowed ? 401 : 200);
    });

    it.each(SITES)('is started like one: with %s it %s', async (what, outcome, site) => {
      const response = await post({ apiKey: key }, site());
      // A program sends neither header, and has no cookie that another site could use.
      const isProgram = what === 'neither header';
      expect(response.status).toBe(outcome === 'goes' || isProgram ? 201 : 403);
      if (response.status === 403) expect(cookieOf(response)).toBe('');
    });
  });
});

describe('a session of a service with an address of its own', () => {
  const running = runningInstance(makeSqlite, { PUBLIC_URL: 'https://sho.rt/s' });

  it('has the prefix that binds its cookie to this host, and HTTPS', async () => {
    const headers = { Origin: 'https://sho.rt' };
    const body = { apiKey: TEST_API_KEY };
    const response = await send(running, SESSION, { method: 'POST', headers, body });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-shortcore=shortcore_[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const session = { Cookie: cookieOf(response), ...headers };
    const created = await send(running, LINKS, { method: 'POST', headers: session, body: BODY });
    expect(created.status).toBe(201);
    const ended = await send(running, SESSION, { method: 'DELETE', headers: session });
    expect(ended.headers.getSetCookie()).toEqual([
      '__Host-shortcore=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict',
    ]);
    expect(running.instance.output()).not.toContain('not Secure');
  });
});

describe('a session over HTTP', () => {
  const running = runningInstance(makeSqlite, { CORS_ORIGINS: 'https://app.example' });

  it('is not Secure, which the log says at the start', () => {
    expect(running.instance.output()).toContain('the cookies of sessions are not Secure');
  });

  it('is of no use to a page that CORS_ORIGINS names', async () => {
    const headers = { Origin: 'https://app.example', ...(await signIn(running, TEST_API_KEY)) };
    const read = await send(running, LINKS, { headers });
    expect(read.headers.get('access-control-allow-credentials')).toBeNull();
    const changed = await send(running, LINKS, { method: 'POST', headers, body: BODY });
    expect(await problemOf(changed)).toEqual([403, 'cross-origin']);
  });

  it('ends on time, even if it is cached', async () => {
    const headers = await signIn(running, TEST_API_KEY);
    expect((await send(running, SESSION, { headers })).status).toBe(200);
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const brief = await newKey(running, { expiresAt });
    const ofBrief = await signIn(running, brief.key);
    expect((await send(running, SESSION, { headers: ofBrief })).status).toBe(200);
    await sleep(1_600);
    expect((await send(running, SESSION, { headers: ofBrief })).status).toBe(401);
    expect((await send(running, SESSION, { headers })).status).toBe(200);
  });

  it('records when it was used', async () => {
    const { id, key } = await newKey(running);
    const headers = await signIn(running, key);
    await send(running, SESSION, { headers });
    await eventually(async () => {
      const items = (await running.api.call('get', API_KEYS)).body.items as {
        parentId: string;
        lastUsedAt: string | null;
      }[];
      return items.some(({ parentId, lastUsedAt }) => parentId === id && lastUsedAt !== null);
    });
  });
});
