import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { runningInstance, sharedInstance, type Shared } from '../support/instance-fixture.js';

const API_KEYS = '/api/v1/admin/api-keys';
const HOUR_MS = 3_600_000;
const UNKNOWN_ID = '0'.repeat(32);

function inAnHour(): string {
  return new Date(Date.now() + HOUR_MS).toISOString();
}

function pointers({ body }: Response): string[] {
  const errors = body.errors as { pointer: string }[];
  return [...new Set(errors.map(({ pointer }) => pointer))].sort();
}

function callsOf(running: Shared) {
  const list = async () => (await running.api.call('get', API_KEYS)).body.items;
  return {
    list,
    create: (body: object) => running.api.post(body, API_KEYS),
    revoke: (id: string) => running.api.call('delete', `${API_KEYS}/${id}`),
    itemOf: async (id: string) => (await list()).find((item: { id: string }) => item.id === id),
    callWith: (key: string, path = '/api/v1/links') =>
      running.api.anonymously('get', path, (test) => test.set('X-Api-Key', key)),
  };
}

describeOnEachDatabase('API keys', (make) => {
  const running = sharedInstance(make);
  const { create, revoke, list, itemOf, callWith } = callsOf(running);

  it('are created, returned once, used, listed and revoked', async () => {
    const asked = {
      name: 'Cafe\u0301',
      scopes: ['links:read', 'stats:read'],
      expiresAt: inAnHour(),
    };
    const { status, body, headers } = await create(asked);
    expect(status).toBe(201);
    const { key, ...rest } = body;
    expect(key).toMatch(/^shortcore_[\w-]{43}$/);
    expect(rest).toEqual({
      ...asked,
      name: 'Caf\u00e9',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      createdAt: expect.stringMatching(/Z$/),
      lastUsedAt: null,
      parentId: null,
    });
    expect(headers).toMatchObject({
      location: `${API_KEYS}/${body.id}`,
      'cache-control': 'private, no-store, no-transform',
    });
    expect(await itemOf(body.id)).toEqual(rest);

    expect((await callWith(key)).status).toBe(200);
    expect((await callWith(key, '/api/v1/admin/instances')).status).toBe(403);
    await eventually(async () => (await itemOf(body.id)).lastUsedAt !== null);
    const { createdAt, lastUsedAt } = await itemOf(body.id);
    expect(Date.parse(lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(createdAt));

    expect((await revoke(body.id)).status).toBe(204);
    expect((await callWith(key)).status).toBe(401);
    expect(await itemOf(body.id)).toBeUndefined();
    expect((await revoke(body.id)).body.type).toBe('urn:shortcore:problem:api-key-not-found');
  });

  it('are listed oldest first, including the first key', async () => {
    for (const name of ['a', 'b']) await create({ name, scopes: ['links:read'], expiresAt: null });
    const items = await list();
    expect(items[0]).toMatchObject({ name: 'first', scopes: ['admin'], expiresAt: null });
    const times = items.map(({ createdAt }: { createdAt: string }) => createdAt);
    expect(times).toEqual(times.toSorted());
  });

  it('accept any 100 characters as a name', async () => {
    const name = '🗝'.repeat(100);
    const { status, body } = await create({ name, scopes: ['links:read'] });
    expect(status).toBe(201);
    expect(await itemOf(body.id)).toMatchObject({ name });
  });
});

describe('API keys on any database', () => {
  const running = runningInstance(makeSqlite);
  const { create, revoke, list, callWith } = callsOf(running);

  it('expire on time, even if they are cached', async () => {
    // On a slow machine the key may expire before its first use. The next key then lives longer.
    for (let lifetimeMs = 2_000; ; lifetimeMs *= 2) {
      const statuses = await listStatusesAround(lifetimeMs);
      if (!statuses.some((one) => one.startsWith('before'))) continue;
      expect(statuses).toEqual(['after 401', 'before 200']);
      return;
    }
  });

  /** Creates a key, and lists the statuses of its calls before and after its expiry. */
  async function listStatusesAround(lifetimeMs: number): Promise<string[]> {
    const expiresAtMs = Date.now() + lifetimeMs;
    const expiresAt = new Date(expiresAtMs).toISOString();
    const { body } = await create({ name: 'brief', scopes: ['links:read'], expiresAt });
    const statuses = new Set<string>();
    for (let startedAtMs = 0; startedAtMs <= expiresAtMs;) {
      startedAtMs = Date.now();
      const { status } = await callWith(body.key);
      const isBefore = Date.now() < expiresAtMs;
      if (isBefore || startedAtMs >= expiresAtMs) {
        statuses.add(`${isBefore ? 'before' : 'after'} ${status}`);
      }
    }
    return [...statuses].sort();
  }

  it.each([
    [{}, ['/name', '/scopes']],
    [{ name: '', scopes: [] }, ['/name', '/scopes']],
    [{ name: 'x'.repeat(101), scopes: ['links:read', 'links:read'] }, ['/name', '/scopes']],
    [{ name: 'half \ud800', scopes: 'admin' }, ['/name', '/scopes']],
    [{ name: 'nul \0', scopes: ['everything'] }, ['/name', '/scopes']],
    [{ name: 7, scopes: [['admin']] }, ['/name', '/scopes']],
    [{ name: null, scopes: { 0: 'admin' } }, ['/name', '/scopes']],
    [{ name: ['x'], scopes: ['admin', null] }, ['/name', '/scopes']],
    [{ name: 'x', scopes: ['admin'], expiresAt: 'tomorrow' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['admin'], expiresAt: '2020-01-01T00:00:00Z' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['admin'], expiresAt: '' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['admin'], key: 'mine', id: 'mine' }, ['/id', '/key']],
  ])('are not created from %j', async (body, expected) => {
    const before = await list();
    const response = await create(body);
    expect([response.status, pointers(response)]).toEqual([400, expected]);
    expect(await list()).toHaveLength(before.length);
  });

  it.each([UNKNOWN_ID, 'x', "'--", '%00', 'x'.repeat(500), '%F0%9F%97%9D'])(
    'are not found by an unknown id: %s',
    async (id) => {
      const { status, body } = await revoke(id);
      expect([status, body.type]).toEqual([404, 'urn:shortcore:problem:api-key-not-found']);
    },
  );

  it('cannot be read individually', async () => {
    const { status, headers } = await running.api.call('get', `${API_KEYS}/${UNKNOWN_ID}`);
    expect([status, headers['allow']]).toEqual([405, 'DELETE']);
  });
});

describe('the last admin key that does not expire', () => {
  const running = runningInstance(makeSqlite);
  let ownId = '';

  beforeAll(async () => {
    ownId = (await running.api.call('get', API_KEYS)).body.items[0].id;
  });
  const revoke = (id: string) => running.api.call('delete', `${API_KEYS}/${id}`);

  it('can be revoked only if there is another one, and then also by itself', async () => {
    const brief = { name: 'brief', scopes: ['admin'], expiresAt: inAnHour() };
    await running.api.post(brief, API_KEYS);
    await running.api.post({ name: 'less', scopes: ['links:write'] }, API_KEYS);
    const { status, body } = await revoke(ownId);
    expect([status, body.type]).toEqual([409, 'urn:shortcore:problem:last-admin-key']);
    const made = await running.api.post({ name: 'next', scopes: ['admin'] }, API_KEYS);
    expect((await revoke(ownId)).status).toBe(204);
    expect((await running.api.call('get', API_KEYS)).status).toBe(401);
    const { body: left } = await running.api.anonymously('get', API_KEYS, (test) =>
      test.set('Authorization', `Bearer ${made.body.key}`),
    );
    const names = left.items.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['brief', 'less', 'next']);
  });
});
