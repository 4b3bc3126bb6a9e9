import { describe, expect, it, jest } from '@jest/globals';
import type { Request } from 'express';
import { Lease } from '../cluster/lease.js';
import { loadConfig } from '../platform/config/config.js';
import { ClientAddress } from '../platform/http/client-address.js';
import { FailedAttempts } from '../rate-limit/failed-attempts.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import type { ApiKeyStore } from './api-key.store.js';
import type { ApiKeyUsageTracker } from './api-key-usage-tracker.js';
import { createApiKey, hashSecretKey } from './api-key.js';
import { Authenticator } from './authenticator.js';
import { KnownSecrets } from './known-secrets.js';

const MAX_FAILURES = 20;

function requestWith(secret: string): Request {
  const headers = { authorization: `Bearer ${secret}` };
  return { headers, socket: { remoteAddress: '198.51.100.7' } } as unknown as Request;
}

/** Without a lease nothing is cached, so each request is decided by the store. */
function createAuthenticator(...secrets: string[]) {
  const keys = new Map(secrets.map((secret) => [hashSecretKey(secret).hashPrefix, keyOf(secret)]));
  const findByHashPrefix = jest.fn(async (hashPrefix: string) =>
    [keys.get(hashPrefix)].filter((key) => key !== undefined),
  );
  const clock = { nowMs: () => 10_000, sleep: async () => {} };
  const store = { findByHashPrefix } as unknown as ApiKeyStore;
  const config = loadConfig({});
  const failures = new FailedAttempts(config, () => 0, new ClientAddress(config));
  const usage = { record: () => {} } as unknown as ApiKeyUsageTracker;
  const cache = new ApiKeyCache(store, clock, new Lease(1));
  const authenticator = new Authenticator(cache, usage, failures, new KnownSecrets());
  return {
    findByHashPrefix,
    statusOf: (secret: string) =>
      authenticator.authenticate(requestWith(secret)).then(
        () => 'valid',
        (error: { code: string }) => error.code,
      ),
    keyOf: (secret: string) => keys.get(hashSecretKey(secret).hashPrefix),
    revoke: (secret: string) => keys.delete(hashSecretKey(secret).hashPrefix),
    async failTooOften() {
      for (let count = 0; count < MAX_FAILURES; count++) await this.statusOf(`wrong-${count}`);
    },
  };
}

function keyOf(secret: string): ApiKey {
  return createApiKey({ name: secret, scopes: ['admin'], expiresAtMs: null }, 0, secret).apiKey;
}

describe(Authenticator.name, () => {
  it('accepts a key that was valid before, whatever else fails from its address', async () => {
    const tested = createAuthenticator('good', 'new');
    expect(await tested.statusOf('good')).toBe('valid');
    await tested.failTooOften();
    expect(await tested.statusOf('wrong')).toBe('rate-limited');
    expect(await tested.statusOf('good')).toBe('valid');
    expect(await tested.statusOf('good')).toBe('valid');
  });

  it('reads nothing for other keys of a blocked address', async () => {
    const tested = createAuthenticator('new');
    await tested.failTooOften();
    tested.findByHashPrefix.mockClear();
    expect(await tested.statusOf('new')).toBe('rate-limited');
    expect(await tested.statusOf('wrong')).toBe('rate-limited');
    expect(tested.findByHashPrefix).not.toHaveBeenCalled();
  });

  it.each(['revoked', 'expired'])('reads a %s key once more, and then limits it', async (end) => {
    const tested = createAuthenticator('good');
    expect(await tested.statusOf('good')).toBe('valid');
    await tested.failTooOften();
    if (end === 'revoked') tested.revoke('good');
    else Object.assign(tested.keyOf('good') ?? {}, { expiresAtMs: 1 });
    tested.findByHashPrefix.mockClear();
    for (let count = 0; count < 3; count++) {
      expect(await tested.statusOf('good')).toBe('rate-limited');
    }
    expect(tested.findByHashPrefix).toHaveBeenCalledTimes(1);
  });

  it('knows a key again that could not be read for a while', async () => {
    const tested = createAuthenticator('good');
    expect(await tested.statusOf('good')).toBe('valid');
    await tested.failTooOften();
    tested.findByHashPrefix.mockRejectedValueOnce(
      Object.assign(new Error(), { code: 'database-unavailable' }),
    );
    expect(await tested.statusOf('good')).toBe('database-unavailable');
    expect(await tested.statusOf('good')).toBe('valid');
  });
});

describe(KnownSecrets.name, () => {
  it('knows the last 10 000 secrets', () => {
    const known = new KnownSecrets();
    for (let count = 0; count <= 10_000; count++) known.add(`secret ${count}`);
    expect(known.has('secret 0')).toBe(false);
    expect(known.has('secret 1')).toBe(true);
    expect(known.has('secret 10000')).toBe(true);
  });
});
