import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnEachServer } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { Proxy } from '../support/proxy.js';

const LINKS = '/api/v1/links';
const API_KEYS = '/api/v1/admin/api-keys';
const OLD = 'https://example.com/old';
const NEW = 'https://example.com/new';
const EDITOR = 0;
const READER = 1;
/** Answers that do not wait come meanwhile. */
const DELAY_MS = 300;
/** The reader still has its lease, and others wait for it. After a longer delay the round is repeated. */
const MAX_DELAY_MS = 1_200;

type Method = 'get' | 'patch' | 'delete' | 'post' | 'put';

/** A call that reports a change which somebody else has just made. */
interface Report {
  readonly method: Method;
  readonly path: (key: string) => string;
  readonly body?: (key: string) => object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
}

const ofLink = (key: string): string => `${LINKS}/${key}`;
const ofExternalId = (key: string): string => `${LINKS}/by-external-id/of-${key}`;

const AFTER_DELETE: Record<string, Report> = {
  'DELETE again': { method: 'delete', path: ofLink, status: 410 },
  'PATCH of a deleted link': {
    method: 'patch',
    path: ofLink,
    body: () => ({ url: NEW }),
    status: 410,
  },
  'GET of a deleted link': { method: 'get', path: ofLink, status: 410 },
  'statistics of a deleted link': {
    method: 'get',
    path: (key) => `${ofLink(key)}/stats`,
    status: 410,
  },
  'POST of an alias whose link is deleted': {
    method: 'post',
    path: () => LINKS,
    body: (alias) => ({ url: NEW, alias }),
    status: 409,
  },
};

const AFTER_PATCH: Record<string, Report> = {
  'GET of the new version': { method: 'get', path: ofLink, status: 200 },
  'GET with the ETag of the new version': {
    method: 'get',
    path: ofLink,
    headers: { 'If-None-Match': '"2"' },
    status: 304,
  },
  'a list that shows the new version': {
    method: 'get',
    path: (key) => `${LINKS}?externalId=of-${key}`,
    status: 200,
  },
  'PATCH of the version before': {
    method: 'patch',
    path: ofLink,
    body: () => ({ url: NEW }),
    headers: { 'If-Match': '"1"' },
    status: 412,
  },
  'PATCH that changes nothing': { method: 'patch', path: ofLink, body: () => ({}), status: 200 },
  'DELETE of the version before': {
    method: 'delete',
    path: ofLink,
    headers: { 'If-Match': '"1"' },
    status: 412,
  },
  'PUT of the version before': {
    method: 'put',
    path: ofExternalId,
    body: () => ({ url: NEW }),
    headers: { 'If-Match': '"1"' },
    status: 412,
  },
  'PUT with another alias': {
    method: 'put',
    path: ofExternalId,
    body: () => ({ url: NEW, alias: 'another' }),
    status: 409,
  },
  'POST of its external id': {
    method: 'post',
    path: () => LINKS,
    body: (key) => ({ url: NEW, externalId: `of-${key}` }),
    status: 409,
  },
  'a bulk call with its external id': {
    method: 'post',
    path: () => `${LINKS}/bulk`,
    body: (key) => ({ links: [{ url: NEW, externalId: `of-${key}` }] }),
    status: 207,
  },
};

/** A link or an API key, a change of it, and a call that reports the change. */
interface Round<Outcome> {
  readonly change: () => Promise<unknown>;
  readonly isChanged: () => Promise<boolean>;
  readonly report: () => Promise<{ status: number }>;
  /** What a client of the reader gets once the report has arrived. */
  readonly observe: () => Promise<Outcome>;
}

describeOnEachServer('a change that an instance has not acknowledged yet', (make) => {
  let instances: Instances;
  let proxy: Proxy;
  let count = 0;

  beforeAll(async () => {
    const database = await make();
    const proxied = await Proxy.to(database.url);
    proxy = proxied.proxy;
    instances = await Instances.start(database, 1);
    await instances.join({ DATABASE_URL: proxied.url });
  });
  afterAll(async () => {
    await instances.stop();
    proxy.close();
  });

  const edit = (method: Method, path: string, body: object = {}, headers = {}) =>
    instances.api(EDITOR).call(method, path, (test) => test.set(headers).send(body));

  /** Delays the reader's connection to the database, so that it does not learn of the change. */
  async function play<T>(prepare: () => Promise<Round<T>>): Promise<{ status: number; seen: T }> {
    const { change, isChanged, report, observe } = await prepare();
    const startedAtMs = performance.now();
    proxy.pause();
    const changing = change();
    await eventually(isChanged);
    const reporting = report().then(async ({ status }) => ({ status, seen: await observe() }));
    await sleep(DELAY_MS);
    proxy.resume();
    const delayMs = performance.now() - startedAtMs;
    await changing;
    const outcome = await reporting;
    return delayMs < MAX_DELAY_MS ? outcome : play(prepare);
  }

  /** A round about a link that both instances have cached. */
  async function roundOf(
    key: string,
    change: () => Promise<unknown>,
    report: () => Promise<{ status: number }>,
  ): Promise<Round<string[]>> {
    await instances.follow(key);
    const before = await instances.follow(key);
    return {
      change,
      isChanged: async () => (await instances.follow(key, [EDITOR]))[0] !== before[EDITOR],
      report,
      observe: () => instances.follow(key, [READER]),
    };
  }

  async function createLink(): Promise<string> {
    const alias = `alias-${++count}`;
    await instances.api(EDITOR).create({ url: OLD, alias, externalId: `of-${alias}` });
    return alias;
  }

  it.each(Object.keys(AFTER_DELETE))('is waited for by %s', async (name) => {
    const { method, path, body, headers, status } = AFTER_DELETE[name] as Report;
    const outcome = await play(async () => {
      const key = await createLink();
      return roundOf(
        key,
        () => edit('delete', ofLink(key)),
        () => edit(method, path(key), body?.(key), headers),
      );
    });
    expect(outcome).toEqual({ status, seen: ['410'] });
  });

  it.each(Object.keys(AFTER_PATCH))('is waited for by %s', async (name) => {
    const { method, path, body, headers, status } = AFTER_PATCH[name] as Report;
    const outcome = await play(async () => {
      const key = await createLink();
      return roundOf(
        key,
        () => edit('patch', ofLink(key), { url: NEW }),
        () => edit(method, path(key), body?.(key), headers),
      );
    });
    expect(outcome).toEqual({ status, seen: [NEW] });
  });

  it.each(['POST', 'a bulk call'])('is waited for by %s that reuses the link', async (kind) => {
    let url = '';
    const outcome = await play(async () => {
      url = `${NEW}/${++count}`;
      const { key } = await instances.api(EDITOR).create({ url: OLD });
      const link = { url, reuseExisting: true };
      return roundOf(
        key,
        () => edit('patch', ofLink(key), { url }),
        () =>
          kind === 'POST'
            ? edit('post', LINKS, link)
            : edit('post', `${LINKS}/bulk`, { links: [link] }),
      );
    });
    expect(outcome).toEqual({ status: kind === 'POST' ? 200 : 207, seen: [url] });
  });

  it.each(['POST of a taken alias', 'a replayed POST'])('is waited for by %s', async (kind) => {
    const isReplayed = kind === 'a replayed POST';
    const outcome = await play(async () => {
      const alias = `alias-${++count}`;
      const headers = isReplayed ? { 'Idempotency-Key': alias } : {};
      const create = () => edit('post', LINKS, { url: NEW, alias }, headers);
      return roundOf(alias, create, create);
    });
    expect(outcome).toEqual({ status: isReplayed ? 201 : 409, seen: [NEW] });
  });

  const keyStatus = async (index: number, key: string): Promise<number> => {
    const { status } = await instances
      .api(index)
      .anonymously('get', LINKS, (test) => test.set('X-Api-Key', key));
    return status;
  };

  it.each(['the list without the key', 'its second revocation'])(
    'is waited for by %s',
    async (kind) => {
      const outcome = await play(async () => {
        const { body } = await edit('post', API_KEYS, { name: 'key', scopes: ['links:read'] });
        for (const index of [EDITOR, READER]) expect(await keyStatus(index, body.key)).toBe(200);
        const revoke = () => edit('delete', `${API_KEYS}/${body.id}`);
        return {
          change: revoke,
          isChanged: async () => (await keyStatus(EDITOR, body.key)) === 401,
          report: kind === 'its second revocation' ? revoke : () => edit('get', API_KEYS),
          observe: () => keyStatus(READER, body.key),
        };
      });
      expect(outcome.seen).toBe(401);
    },
  );
});
