import { beforeAll, describe, expect, it } from '@jest/globals';
import { ApiKey } from '../../src/auth/api-key.entity.js';
import type { Scope } from '../../src/auth/scopes.js';
import { hashSecretKey } from '../../src/auth/api-key.js';
import type { Method } from '../support/api.js';
import { openDataSource } from '../support/data-source.js';
import { makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

const NOW_MS = Date.now();
const HOUR_MS = 3_600_000;

const KEYS: Readonly<Record<string, { scopes: Scope[]; expiresAtMs: number | null }>> = {
  'reads-only-key': { scopes: ['links:read'], expiresAtMs: NOW_MS + HOUR_MS },
  'writes-only-key': { scopes: ['links:write'], expiresAtMs: null },
  'stats-only-key': { scopes: ['stats:read'], expiresAtMs: null },
  'admins-key': { scopes: ['admin'], expiresAtMs: null },
  'expired-admin-key': { scopes: ['admin'], expiresAtMs: NOW_MS - 1 },
};

const CALLS: readonly (readonly [Method, string, Scope])[] = [
  ['get', '/api/v1/links', 'links:read'],
  ['get', '/api/v1/links/scoped', 'links:read'],
  ['post', '/api/v1/links', 'links:write'],
  ['patch', '/api/v1/links/scoped', 'links:write'],
  ['delete', '/api/v1/links/doomed', 'links:write'],
  ['post', '/api/v1/links/bulk-change', 'links:write'],
  ['post', '/api/v1/links/bulk-delete', 'links:write'],
  ['get', '/api/v1/tags', 'links:read'],
  ['post', '/api/v1/tags/rename', 'links:write'],
  ['post', '/api/v1/tags/delete', 'links:write'],
  ['get', '/api/v1/tags/scoped/stats', 'stats:read'],
  ['get', '/api/v1/admin/instances', 'admin'],
  ['get', '/metrics', 'stats:read'],
];

const BODIES: Readonly<Record<string, object>> = {
  '/api/v1/links/bulk-change': { keys: ['scoped'], change: {} },
  '/api/v1/links/bulk-delete': { keys: ['none'] },
  '/api/v1/tags/rename': { from: 'none', to: 'other' },
  '/api/v1/tags/delete': { tag: 'none' },
};

describe('scopes', () => {
  const running = sharedInstance(makeSqlite);

  beforeAll(async () => {
    const dataSource = await openDataSource(running.database, [ApiKey]);
    for (const [secret, { scopes, expiresAtMs }] of Object.entries(KEYS)) {
      const hashes = hashSecretKey(secret);
      const row = { id: secret, name: secret, ...hashes, scopes, createdAtMs: NOW_MS, expiresAtMs };
      await dataSource.manager.insert(ApiKey, row);
    }
    await dataSource.destroy();
    for (const alias of ['scoped', 'doomed']) {
      await running.api.create({ url: 'https://example.com/', alias, tags: [alias] });
    }
  });

  const call = (secret: string, method: Method, path: string) =>
    running.api.anonymously(method, path, (test) => {
      const authorised = test.set('Authorization', `Bearer ${secret}`);
      if (method === 'post')
        return authorised.send(BODIES[path] ?? { url: 'https://example.com/' });
      return method === 'patch' ? authorised.send({ title: 'x' }) : authorised;
    });

  it.each(CALLS)('%s %s is forbidden without %s', async (method, path, required) => {
    for (const [secret, { scopes, expiresAtMs }] of Object.entries(KEYS)) {
      if (scopes.includes('admin') || scopes.includes(required) || (expiresAtMs ?? NOW_MS) < NOW_MS)
        continue;
      const { status, body } = await call(secret, method, path);
      expect([secret, status]).toEqual([secret, 403]);
      expect(body).toMatchObject({ type: 'urn:shortcore:problem:insufficient-scope' });
      expect(body.detail).toContain(required);
    }
  });

  it.each(CALLS)('%s %s is allowed with %s', async (method, path, required) => {
    const [secret = ''] =
      Object.entries(KEYS).find(([, { scopes }]) => scopes.includes(required)) ?? [];
    expect((await call(secret, method, path)).status).toBeLessThan(300);
  });

  it('are not granted to an expired key', async () => {
    expect((await call('expired-admin-key', 'get', '/api/v1/links')).status).toBe(401);
  });
});
