import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ApiKey } from '../../src/auth/api-key.entity.js';
import { ApiKeyStore } from '../../src/auth/api-key.store.js';
import type { Scope } from '../../src/auth/scopes.js';
import { hashSecretKey, type NewApiKey } from '../../src/auth/api-key.js';
import type { UnitOfWork } from '../../src/cluster/unit-of-work.js';
import {
  createStandalonePublisher,
  type StandalonePublisher,
} from '../../src/cluster/standalone-publisher.js';
import { Invalidation } from '../../src/cluster/invalidation.entity.js';
import type { Database } from '../../src/platform/database/database.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const STORE_COUNT = 4;
const NOW_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const byId = (one: ApiKey, other: ApiKey) => (one.id < other.id ? -1 : 1);
const NO_SUCH_ID = '0'.repeat(32);

describeOnEachDatabase(ApiKeyStore.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let publishers: StandalonePublisher[];
  let stores: ApiKeyStore[];
  let store: ApiKeyStore;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, STORE_COUNT);
    const { databases } = connections;
    publishers = await Promise.all(
      databases.map((database) => createStandalonePublisher(database)),
    );
    stores = databases.map((each, index) => {
      const { unitOfWork, pendingChanges } = publishers[index] as StandalonePublisher;
      return new ApiKeyStore(each, unitOfWork, pendingChanges);
    });
    store = stores[0] as ApiKeyStore;
  });
  beforeEach(() => connections.databases[0]?.write((manager) => manager.clear(ApiKey)));
  afterAll(async () => {
    for (const { onIdle } of publishers) await onIdle();
    await connections.close();
    await database.drop();
  });

  async function keyWith(scopes: Scope[] = ['admin'], expiresAtMs: number | null = null) {
    const { apiKey } = await store.create({ name: 'name', scopes, expiresAtMs }, NOW_MS);
    return apiKey;
  }
  const outcomeOf = (revocation: Promise<void>): Promise<unknown> =>
    revocation.then(
      () => 'revoked',
      (error: { code: string }) => error.code,
    );
  const idsLeft = async () => (await store.list()).map(({ id }) => id);

  it('keeps a key under its hash, not the key', async () => {
    const grant = { name: 'Ä 🗝', scopes: ['links:read', 'stats:read'] as Scope[] };
    const { apiKey, secret } = await store.create({ ...grant, expiresAtMs: 5 }, NOW_MS);
    const { hashPrefix, hash } = hashSecretKey(secret);
    const times = { createdAtMs: NOW_MS, expiresAtMs: 5, lastUsedAtMs: null, parentId: null };
    const row = { id: apiKey.id, ...grant, ...times, hashPrefix, hash };
    expect(await store.findByHashPrefix(hashPrefix)).toEqual([row]);
    expect(await store.list()).toEqual([row]);
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('revokes a key once, and says of another that there is none', async () => {
    await keyWith();
    const { id } = await keyWith(['links:read']);
    expect(await outcomeOf(store.revoke(id))).toBe('revoked');
    for (const none of [id, NO_SUCH_ID, '', "' OR 1", 'x'.repeat(1000), '\0', '\ud800']) {
      expect(await outcomeOf(store.revoke(none))).toBe('api-key-not-found');
    }
    expect(await idsLeft()).toHaveLength(1);
    for (const { onIdle } of publishers) await onIdle();
    expect(await connections.databases[0]?.read((manager) => manager.count(Invalidation))).toBe(0);
  });

  it('tells nobody of what cannot be the id of a key', async () => {
    const run = jest.fn(async () => true);
    const [own] = connections.databases as [Database];
    const [{ pendingChanges }] = publishers as [StandalonePublisher];
    const telling = new ApiKeyStore(own, { run } as unknown as UnitOfWork, pendingChanges);
    for (const none of ['', 'x'.repeat(32), '0'.repeat(33), '\0']) {
      expect(await outcomeOf(telling.revoke(none))).toBe('api-key-not-found');
    }
    expect(run).not.toHaveBeenCalled();
    expect(await outcomeOf(telling.revoke(NO_SUCH_ID))).toBe('revoked');
  });

  it('keeps the last admin that does not expire', async () => {
    const lasting = await keyWith(['links:read', 'admin']);
    const others = [await keyWith(['admin'], NOW_MS + MINUTE_MS), await keyWith(['links:write'])];
    expect(await outcomeOf(store.revoke(lasting.id))).toBe('last-admin-key');
    for (const { id } of others) expect(await outcomeOf(store.revoke(id))).toBe('revoked');
    expect(await idsLeft()).toEqual([lasting.id]);
    const { id } = await keyWith();
    expect(await outcomeOf(store.revoke(lasting.id))).toBe('revoked');
    expect(await idsLeft()).toEqual([id]);
  });

  it('keeps one when all are revoked at once by several', async () => {
    for (let round = 0; round < 5; round++) {
      const made = [];
      for (let count = 0; count < STORE_COUNT; count++) made.push(await keyWith());
      const ids = await idsLeft();
      const outcomes = await Promise.all(
        ids.map((id, index) => outcomeOf((stores[index % STORE_COUNT] as ApiKeyStore).revoke(id))),
      );
      expect(outcomes.filter((outcome) => outcome === 'last-admin-key')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'revoked')).toHaveLength(ids.length - 1);
      expect(await idsLeft()).toHaveLength(1);
    }
  });

  it('starts sessions that allow what their key allows, and do not outlive it', async () => {
    const lasting = await keyWith(['links:read', 'stats:read']);
    const brief = await keyWith(['admin'], NOW_MS + MINUTE_MS);
    const started = [
      await store.createSession(lasting, false, NOW_MS),
      await store.createSession(lasting, true, NOW_MS),
      await store.createSession(brief, true, NOW_MS),
    ];
    expect(started.map((each) => each?.apiKey)).toMatchObject([
      {
        parentId: lasting.id,
        scopes: lasting.scopes,
        name: 'name',
        expiresAtMs: NOW_MS + 12 * HOUR_MS,
      },
      { parentId: lasting.id, expiresAtMs: NOW_MS + 720 * HOUR_MS },
      { parentId: brief.id, scopes: ['admin'], expiresAtMs: NOW_MS + MINUTE_MS },
    ]);
    for (const each of started) {
      const { hashPrefix } = hashSecretKey(each?.secret ?? '');
      expect(await store.findByHashPrefix(hashPrefix)).toEqual([each?.apiKey]);
    }
  });

  it('lists sessions below their key', async () => {
    const [first, second] = [await keyWith(), await keyWith()].toSorted(byId);
    const oldest = await store.createSession(second as ApiKey, false, NOW_MS - 2);
    const later = await store.createSession(first as ApiKey, false, NOW_MS - 1);
    const expected = [first?.id, later?.apiKey.id, second?.id, oldest?.apiKey.id];
    expect(await idsLeft()).toEqual(expected);
  });

  it('revokes the sessions of a key with it, and one session alone', async () => {
    const [key, other] = [await keyWith(), await keyWith()];
    const sessions: (NewApiKey | undefined)[] = [];
    for (const each of [key, key, other]) {
      sessions.push(await store.createSession(each, false, NOW_MS));
    }
    const [one, two, foreign] = sessions.map((each) => each?.apiKey) as [ApiKey, ApiKey, ApiKey];
    await store.endSession(one);
    await store.endSession(one);
    expect(await outcomeOf(store.revoke(one.id))).toBe('api-key-not-found');
    expect((await idsLeft()).toSorted()).toEqual([key.id, two.id, other.id, foreign.id].toSorted());
    await store.revoke(key.id);
    expect((await idsLeft()).toSorted()).toEqual([other.id, foreign.id].toSorted());
    expect(await store.createSession(key, false, NOW_MS)).toBeUndefined();
    expect(await outcomeOf(store.revoke(other.id))).toBe('last-admin-key');
  });

  it('leaves no session of a key that is revoked while sessions start', async () => {
    for (let round = 0; round < 10; round++) {
      const key = await keyWith(['links:read']);
      const starting = Array.from({ length: 3 * STORE_COUNT }, (_, index) =>
        (stores[index % STORE_COUNT] as ApiKeyStore).createSession(key, false, NOW_MS),
      );
      const [, ...started] = await Promise.all([store.revoke(key.id), ...starting]);
      expect(await connections.databases[0]?.read((manager) => manager.find(ApiKey))).toEqual([]);
      expect(started).toHaveLength(3 * STORE_COUNT);
    }
  });

  it('deletes the sessions that have ended, and no key', async () => {
    const brief = await keyWith(['admin'], NOW_MS + MINUTE_MS);
    const lasting = await keyWith();
    await store.createSession(brief, false, NOW_MS);
    await store.createSession(lasting, false, NOW_MS);
    expect(await store.deleteSessionsEndedBefore(NOW_MS + MINUTE_MS)).toBe(0);
    expect(await store.deleteSessionsEndedBefore(NOW_MS + MINUTE_MS + 1)).toBe(1);
    expect(await store.deleteSessionsEndedBefore(NOW_MS + 13 * HOUR_MS)).toBe(1);
    expect((await idsLeft()).toSorted()).toEqual([brief.id, lasting.id].toSorted());
  });

  it('records at most one use a minute, whichever instance records it', async () => {
    const { id } = await keyWith();
    const note = (ms: number) =>
      Promise.all(stores.map((each, index) => each.recordUse(id, NOW_MS + ms + index, MINUTE_MS)));
    const lastUsedMs = async () => ((await store.list())[0]?.lastUsedAtMs ?? 0) - NOW_MS;
    await note(0);
    const first = await lastUsedMs();
    expect([0, 1, 2, 3]).toContain(first);
    await note(MINUTE_MS - STORE_COUNT);
    expect(await lastUsedMs()).toBe(first);
    await store.recordUse(id, NOW_MS + 2 * MINUTE_MS, MINUTE_MS);
    expect(await lastUsedMs()).toBe(2 * MINUTE_MS);
    await store.recordUse(id, NOW_MS + MINUTE_MS, MINUTE_MS);
    expect(await lastUsedMs()).toBe(2 * MINUTE_MS);
    await store.recordUse(id, NOW_MS, MINUTE_MS);
    expect(await lastUsedMs()).toBe(0);
  });
});
