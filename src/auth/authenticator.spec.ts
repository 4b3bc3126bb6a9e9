import { describe, expect, it, jest } from '@jest/globals';
import type { Request } from 'express';
import { LocalCalls } from '../cluster/local-calls.js';
import { Lease } from '../cluster/lease.js';
import { loadConfig } from '../platform/config/config.js';
import { ClientAddress } from '../platform/http/client-address.js';
import { FailedAttempts } from '../rate-limit/failed-attempts.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import type { ApiKeyStore } from './api-key.store.js';
import type { ApiKeyUsageTracker } from './api-key-usage-tracker.js';
import { createApiKey, createSession, hashSecretKey } from './api-key.js';
import { Authenticator } from './authenticator.js';
import { KnownSecrets } from './known-secrets.js';
import { OutageApiKeys } from './outage-api-keys.js';
import { RequestAuthenticator } from './request-authenticator.js';
import { SessionCookie } from './session-cookie.js';

const MAX_FAILURES = 20;

function requestOf(headers: object, method = 'GET'): Request {
  const get = (name: string): unknown => Reflect.get(headers, name.toLowerCase());
  const socket = { remoteAddress: '198.51.100.7' };
  return { headers, method, get, socket } as unknown as Request;
}

function requestWith(secret: string): Request {
  return requestOf({ authorization: `Bearer ${secret}` });
}

const cookieOf = (secret: string) => ({ cookie: `shortcore=${secret}` });

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
  const outageKeys = new OutageApiKeys(cache, new LocalCalls(config.dataDir));
  const requests = new RequestAuthenticator(authenticator, new SessionCookie(config), outageKeys);
  const outcomeOf = (authentication: Promise<ApiKey>) =>
    authentication.then(
      () => 'valid',
      (error: { code: string }) => error.code,
    );
  /** Starts a session of a key that is known. @returns its secret. */
  const signIn = (secret: string): string => {
    const parent = keys.get(hashSecretKey(secret).hashPrefix) as ApiKey;
    const { apiKey, secret: own } = createSession(parent, false, Date.now());
    keys.set(apiKey.hashPrefix, apiKey);
    return own;
  };
  return {
    findByHashPrefix,
    signIn,
    statusOf: (secret: string) => outcomeOf(requests.authenticate(requestWith(secret))),
    statusOfRequest: (headers: object, method = 'GET') =>
      outcomeOf(requests.authenticate(requestOf(headers, method))),
    statusOfSession: (headers: object) =>
      outcomeOf(requests.authenticateSession(requestOf(headers))),
    statusOfBody: (secret: string) =>
      outcomeOf(authenticator.authenticate('API key', secret, requestOf({}))),
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

describe(RequestAuthenticator.name, () => {
  it('accepts a session in its cookie only, and an API key everywhere else', async () => {
    const tested = createAuthenticator('good');
    const session = tested.signIn('good');
    expect(await tested.statusOfRequest(cookieOf(session))).toBe('valid');
    expect(await tested.statusOfSession(cookieOf(session))).toBe('valid');
    expect(await tested.statusOfBody('good')).toBe('valid');
    const refused = [
      tested.statusOf(session),
      tested.statusOfRequest({ 'x-api-key': session }),
      tested.statusOfBody(session),
      tested.statusOfRequest(cookieOf('good')),
      tested.statusOfSession({ authorization: 'Bearer good' }),
    ];
    expect(new Set(await Promise.all(refused))).toEqual(new Set(['unauthenticated']));
  });

  it.each([{ authorization: 'Bearer wrong' }, { authorization: 'Basic x' }, { 'x-api-key': '' }])(
    'ignores the cookie beside %j',
    async (headers) => {
      const tested = createAuthenticator('good');
      const both = { ...cookieOf(tested.signIn('good')), ...headers };
      expect(await tested.statusOfRequest(both)).toBe('unauthenticated');
      expect(await tested.statusOfSession(both)).toBe('unauthenticated');
    },
  );

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('lets no other origin %s', async (method) => {
    const tested = createAuthenticator('good');
    const cookie = cookieOf(tested.signIn('good'));
    const statusWith = (headers: object) =>
      tested.statusOfRequest({ ...cookie, ...headers }, method);
    expect(await statusWith({ 'sec-fetch-site': 'same-origin' })).toBe('valid');
    expect(await statusWith({ 'sec-fetch-site': 'same-site' })).toBe('cross-origin');
    expect(await statusWith({})).toBe('cross-origin');
    const header = { authorization: 'Bearer good', 'sec-fetch-site': 'cross-site' };
    expect(await statusWith(header)).toBe('valid');
  });

  it('counts a wrong key of a body and a wrong cookie, but not a look without a cookie', async () => {
    const tested = createAuthenticator('good');
    const fresh = tested.signIn('good');
    for (let count = 0; count < MAX_FAILURES; count++) await tested.statusOfSession({});
    expect(await tested.statusOfSession(cookieOf(fresh))).toBe('valid');
    for (let count = 0; count < MAX_FAILURES; count++) {
      const isBody = count % 2 === 0;
      const wrong = `shortcore_${String(count).padStart(43, '0')}`;
      const status = isBody ? tested.statusOfBody(wrong) : tested.statusOfSession(cookieOf(wrong));
      expect(await status).toBe('unauthenticated');
    }
    expect(await tested.statusOfBody('wrong')).toBe('rate-limited');
    expect(await tested.statusOfBody('good')).toBe('rate-limited');
    expect(await tested.statusOfSession(cookieOf(fresh))).toBe('valid');
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
