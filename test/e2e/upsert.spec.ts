import { describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

const LINKS = '/api/v1/links';
const URL = 'https://example.com/a?b=c';
const OTHER_URL = 'https://example.com/elsewhere';

type Headers = Readonly<Record<string, string>>;

describeOnEachDatabase('PUT by external id', (make) => {
  const running = sharedInstance(make);
  let count = 0;
  const newId = () => `order-${++count}`;
  const putPath = (path: string, body: object, headers: Headers = {}): Promise<Response> =>
    running.api.call('put', `${LINKS}/by-external-id/${path}`, (test) =>
      test.set(headers).send(body),
    );
  const put = (id: string, body: object, headers?: Headers) =>
    putPath(encodeURIComponent(id), body, headers);
  const codeOf = ({ status, body }: Response) =>
    `${status} ${String(body.type).replace('urn:shortcore:problem:', '')}`;

  it('creates a missing link as POST does', async () => {
    const id = newId();
    const fields = { url: URL, title: 'Order', tags: ['b', 'a'], redirectStatus: 307 };
    const response = await put(id, fields);
    expect(response.status).toBe(201);
    const { body, headers } = response;
    expect(headers).toMatchObject({ etag: '"1"', location: `${LINKS}/${body.key}` });
    expect(body).toMatchObject({ ...fields, externalId: id, version: 1, disabled: false });
    expect((await running.api.call('get', `${LINKS}/${body.key}`)).body).toEqual(body);
    const visit = await running.api.anonymously('get', `/${body.key}`);
    expect([visit.status, visit.headers['location']]).toEqual([307, URL]);
  });

  it('replaces an existing link: absent settings get their defaults', async () => {
    const id = newId();
    const settings = {
      title: 'Order',
      note: 'Ordered by phone',
      tags: ['replaced'],
      redirectStatus: 308,
      cacheSeconds: 60,
      forwardQuery: true,
      validFrom: '2026-01-01T00:00:00.000Z',
      expiresAt: '2099-01-01T00:00:00.000Z',
      maxClicks: 5,
      expiredUrl: 'https://example.com/late',
      disabled: true,
    };
    const made = (await put(id, { url: URL, alias: 'kept-key', ...settings })).body;
    expect(made).toMatchObject({ key: 'kept-key', state: 'disabled', ...settings });
    const response = await put(id, { url: OTHER_URL });
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({ etag: '"2"' });
    expect(response.headers).not.toHaveProperty('location');
    const plain = (await running.api.create({ url: OTHER_URL })) as object;
    expect(response.body).toEqual({
      ...plain,
      key: 'kept-key',
      shortUrl: made.shortUrl,
      externalId: id,
      createdAt: made.createdAt,
      updatedAt: expect.any(String),
      version: 2,
    });
    expect((await running.api.anonymously('get', '/kept-key')).headers['location']).toBe(OTHER_URL);
    const tagged = await running.api.call('get', `${LINKS}?tag=replaced`);
    expect(tagged.body.items).toEqual([]);
  });

  it('replaces a link that POST created, or that got the external id by PATCH', async () => {
    const [one, other] = [newId(), newId()];
    const { key } = await running.api.create({ url: URL, externalId: one });
    expect((await put(one, { url: OTHER_URL })).body).toMatchObject({ key, version: 2 });
    await running.api.call('patch', `${LINKS}/${key}`, (test) => test.send({ externalId: other }));
    expect((await put(other, { url: URL })).body).toMatchObject({ key, version: 4 });
    expect((await put(one, { url: URL })).status).toBe(201);
  });

  it('creates a new link after the earlier one was deleted', async () => {
    const id = newId();
    const { key } = (await put(id, { url: URL })).body;
    await running.api.call('delete', `${LINKS}/${key}`);
    const again = await put(id, { url: URL });
    expect(again.status).toBe(201);
    expect(again.body.key).not.toBe(key);
    expect((await running.api.anonymously('get', `/${key}`)).status).toBe(410);
  });

  it('accepts any alias for a new link, and only the key for an existing one', async () => {
    const id = newId();
    await running.api.create({ url: URL, alias: 'taken' });
    expect(codeOf(await put(id, { url: URL, alias: 'taken' }))).toBe('409 alias-taken');
    expect((await put(id, { url: URL, alias: 'e\u0301t\u00e9' })).body.key).toBe('\u00e9t\u00e9');
    expect((await put(id, { url: URL, alias: '\u00e9te\u0301' })).status).toBe(200);
    expect((await put(id, { url: URL, alias: null })).status).toBe(200);
    expect(codeOf(await put(id, { url: URL, alias: 'free' }))).toBe('409 key-mismatch');
    expect((await put(id, { url: URL })).body).toMatchObject({ key: '\u00e9t\u00e9', version: 4 });
  });

  it('checks its preconditions', async () => {
    const id = newId();
    const withHeader = async (name: string, value: string) => {
      const response = await put(id, { url: URL }, { [name]: value });
      return response.status < 300 ? String(response.status) : codeOf(response);
    };
    expect(await withHeader('If-Match', '*')).toBe('412 version-mismatch');
    expect(await withHeader('If-Match', '"1"')).toBe('412 version-mismatch');
    expect(await withHeader('If-None-Match', '*')).toBe('201');
    expect(await withHeader('If-None-Match', '*')).toBe('412 link-exists');
    expect(await withHeader('If-None-Match', 'W/"1"')).toBe('412 link-exists');
    expect(await withHeader('If-None-Match', '"7"')).toBe('200');
    expect(await withHeader('If-Match', '"1"')).toBe('412 version-mismatch');
    expect(await withHeader('If-Match', 'W/"1"')).toBe('412 version-mismatch');
    expect(await withHeader('If-Match', 'W/"2"')).toBe('200');
    expect(await withHeader('If-Match', '"9","3"')).toBe('200');
    expect(await withHeader('If-Match', '*')).toBe('200');
    expect(await withHeader('If-Match', '4')).toBe('400 malformed-request');
    expect(await withHeader('If-None-Match', 'x')).toBe('400 malformed-request');
  });

  it.each([
    'a/b',
    'a b',
    '..x',
    '%2F',
    '100 % ?#&=+',
    '\u{1f389}\u00fc',
    "'; DROP TABLE link; --",
    'x'.repeat(255),
    '\u{1f389}'.repeat(255),
    ' x ',
    'by-external-id',
    'stats',
  ])('accepts %j', async (id) => {
    const made = await put(id, { url: URL });
    expect([made.status, made.body.externalId]).toEqual([201, id]);
    expect((await put(id, { url: URL })).body).toMatchObject({ key: made.body.key, version: 2 });
    const found = await running.api.call('get', `${LINKS}?externalId=${encodeURIComponent(id)}`);
    expect(found.body.items).toHaveLength(1);
  });

  it('compares ids byte by byte', async () => {
    const ids = ['Case', 'case', 'c\u00e4se', 'case ', 'ca\u0308se'];
    const statuses = [];
    for (const id of ids) statuses.push((await put(id, { url: URL })).status);
    expect(statuses).toEqual(ids.map(() => 201));
  });
});

describe('the input of PUT by external id', () => {
  const running = sharedInstance(makeSqlite);
  const putPath = (path: string, body: object, headers: Headers = {}): Promise<Response> =>
    running.api.call('put', `${LINKS}/by-external-id/${path}`, (test) =>
      test.set(headers).send(body),
    );
  const put = (id: string, body: object, headers?: Headers) =>
    putPath(encodeURIComponent(id), body, headers);
  const codeOf = ({ status, body }: Response) =>
    `${status} ${String(body.type).replace('urn:shortcore:problem:', '')}`;

  it.each([
    ['an incomplete percent-encoding', '%', '400 malformed-request'],
    ['an invalid percent-encoding', '%zz', '400 malformed-request'],
    ['invalid UTF-8', '%ff', '400 malformed-request'],
    ['a lone surrogate', '%ed%a0%80', '400 malformed-request'],
    ['an overlong encoding', '%c0%af', '400 malformed-request'],
    ['NUL', 'a%00b', '400 validation-failed'],
    ['256 characters', 'x'.repeat(256), '400 validation-failed'],
    [
      '256 characters, half of them variation selectors',
      encodeURIComponent('\u2764\ufe0f'.repeat(128)),
      '400 validation-failed',
    ],
    ['an empty id', '', '405 method-not-allowed'],
    ['two path segments', 'a/b', '404 not-found'],
  ])('has a problem for %s', async (_case, path, expected) => {
    expect(codeOf(await putPath(path, { url: URL }))).toBe(expected);
  });

  it('names the invalid part of the path, and unknown fields', async () => {
    const pointers = ({ body }: Response) =>
      body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers(await put('\0', { url: URL }))).toEqual([':externalId']);
    const unknown = { url: 'ftp://x/', externalId: 'same', reuseExisting: true };
    expect(pointers(await put('same', unknown)).toSorted()).toEqual([
      '/externalId',
      '/reuseExisting',
      '/url',
    ]);
    expect(pointers(await put('same', {}))).toEqual(['/url']);
    expect(pointers(await put('same', { url: URL, tags: [''], expiresAt: 'soon' }))).toEqual([
      '/tags',
      '/expiresAt',
    ]);
    const period = { validFrom: '2030-01-01T00:00:00Z', expiresAt: '2029-01-01T00:00:00Z' };
    expect(pointers(await put('same', { url: URL, ...period }))).toEqual(['/expiresAt']);
  });

  it('accepts "by-external-id" as an alias', async () => {
    await running.api.create({ url: URL, alias: 'by-external-id' });
    const path = `${LINKS}/by-external-id`;
    expect((await running.api.call('get', path)).body.url).toBe(URL);
    expect((await running.api.call('get', `${path}/stats`)).status).toBe(200);
    const changed = await running.api.call('patch', path, (test) => test.send({ title: 'x' }));
    expect(changed.body).toMatchObject({ title: 'x', version: 2 });
    expect((await running.api.call('delete', path)).status).toBe(204);
    const other = await running.api.call('get', `${path}/some-id`);
    expect([other.status, other.headers['allow']]).toEqual([405, 'PUT']);
  });
});
