import { describe, expect, it, jest } from '@jest/globals';
import { apiKeyTarget } from '../cluster/invalidation-target.js';
import { Lease } from '../cluster/lease.js';
import type { LocalCalls } from '../cluster/local-calls.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKeyStore } from './api-key.store.js';
import { createApiKey } from './api-key.js';
import { OutageApiKeys } from './outage-api-keys.js';

const LEASE_MS = 2_500;
const MAX_STALE_MS = 3_600_000;
const DAY_MS = 86_400_000;
const { apiKey } = createApiKey({ name: 'x', scopes: ['stats:read'], expiresAtMs: null }, 0, 'key');

/** Instances of a machine, each with a clock and a memory of its own, and one database. */
function machine(count: number) {
  const database = { isAway: false, isRevoked: false };
  const findByHashPrefix = async () => {
    if (database.isAway) throw new Problem('database-unavailable');
    return database.isRevoked ? [] : [apiKey];
  };
  const handlers: ((input: unknown) => unknown)[] = [];
  const instances = Array.from({ length: count }, (_, index) => {
    const clock = { now: 0, nowMs: () => clock.now, sleep: async () => {} };
    const lease = new Lease(MAX_STALE_MS);
    lease.renew(0);
    const store = { findByHashPrefix } as unknown as ApiKeyStore;
    const cache = new ApiKeyCache(store, clock, lease);
    const askOthers = jest.fn(async (_name: string, input: unknown) => {
      const others = handlers.filter((_handler, other) => other !== index);
      const answers = others.map((handler) => JSON.parse(JSON.stringify(handler(input))));
      return { answers, silentCount: 0 };
    });
    const handle = (_name: string, handler: (input: unknown) => unknown) => handlers.push(handler);
    const keys = new OutageApiKeys(cache, { handle, askOthers } as unknown as LocalCalls);
    return { keys, cache, clock, lease, askOthers };
  });
  const wait = (ms: number): void => instances.forEach(({ clock }) => (clock.now += ms));
  /** The database goes away, and every lease ends. */
  const lose = (): void => {
    database.isAway = true;
    wait(LEASE_MS);
  };
  const [first, second] = instances as [(typeof instances)[0], (typeof instances)[0]];
  return { database, first, second, wait, lose };
}

const UNAVAILABLE = { code: 'database-unavailable' };

describe(OutageApiKeys.name, () => {
  it('reads the database while it is there, and asks nobody else', async () => {
    const { first, database } = machine(2);
    expect(await first.keys.read('key')).toBe(apiKey);
    database.isRevoked = true;
    expect(await first.keys.read('key')).toBeNull();
    expect(first.askOthers).not.toHaveBeenCalled();
  });

  it('accepts a key in memory while the database is away, for as long as links are served', async () => {
    const { first, lose, wait } = machine(1);
    await first.keys.read('key');
    lose();
    expect(await first.keys.read('key')).toBe(apiKey);
    await expect(first.keys.read('other')).rejects.toMatchObject(UNAVAILABLE);
    wait(MAX_STALE_MS - LEASE_MS - 1);
    expect(await first.keys.read('key')).toBe(apiKey);
    wait(1);
    await expect(first.keys.read('key')).rejects.toMatchObject(UNAVAILABLE);
  });

  it('does not accept a key that was read too long ago, lease or not', async () => {
    const { first, lose, wait } = machine(1);
    await first.keys.read('key');
    wait(DAY_MS);
    first.lease.renew(first.clock.now);
    lose();
    await expect(first.keys.read('key')).rejects.toMatchObject(UNAVAILABLE);
  });

  it('accepts a key in the memory of another instance', async () => {
    const { first, second, lose } = machine(2);
    await second.keys.read('key');
    lose();
    expect(await first.keys.read('key')).toEqual(apiKey);
    await expect(first.keys.read('other')).rejects.toMatchObject(UNAVAILABLE);
  });

  it('refuses a key that it knows to be revoked, whatever another instance has in memory', async () => {
    const { first, second, lose } = machine(2);
    await second.keys.read('key');
    first.cache.onInvalidate(apiKeyTarget(apiKey.id));
    lose();
    expect(await first.keys.read('key')).toBeNull();
  });

  it('refuses a key that another instance knows to be revoked, whatever it has in memory', async () => {
    const { first, second, lose } = machine(2);
    await first.keys.read('key');
    second.cache.onInvalidate(apiKeyTarget(apiKey.id));
    lose();
    expect(await first.keys.read('key')).toBeNull();
  });

  it('refuses a key that was in its memory when it was revoked', async () => {
    const { first, lose } = machine(1);
    await first.keys.read('key');
    first.cache.onInvalidate(apiKeyTarget(apiKey.id));
    lose();
    expect(await first.keys.read('key')).toBeNull();
  });

  it('does not believe what is no API key', async () => {
    const { first, lose } = machine(1);
    lose();
    first.askOthers.mockResolvedValue({ answers: [null, {}, 'yes', { id: 'x' }], silentCount: 0 });
    await expect(first.keys.read('key')).rejects.toMatchObject(UNAVAILABLE);
  });
});
