import { describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

const URL = 'https://example.com/a?b=c';

const byNumber = (one: number, other: number): number => one - other;

describeOnEachDatabase('links', (make) => {
  const running = sharedInstance(make);
  const post = (body: object) => running.api.post(body);
  const create = (body: object) => running.api.create(body);

  describe('creating', () => {
    it('returns the link, its Location and its ETag', async () => {
      const response = await post({ url: URL });
      expect(response.status).toBe(201);
      expect(response.headers['location']).toBe(`/api/v1/links/${response.body.key}`);
      expect(response.headers['etag']).toBe('"1"');
      expect(response.body).toEqual({
        key: expect.stringMatching(/^[0-9A-Za-z]{7}$/),
        shortUrl: `http://localhost:${new globalThis.URL(running.instance.url).port}/${response.body.key}`,
        url: URL,
        title: null,
        note: null,
        tags: [],
        externalId: null,
        redirectStatus: 302,
        cacheSeconds: 0,
        forwardQuery: false,
        validFrom: null,
        expiresAt: null,
        maxClicks: null,
        expiredUrl: null,
        disabled: false,
        state: 'active',
        clicks: { total: 0, humans: 0, bots: 0 },
        lastClickedAt: null,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        createdBy: { id: expect.stringMatching(/^[0-9a-f]{32}$/), name: 'first' },
        updatedAt: response.body.createdAt,
        version: 1,
      });
    });

    it('stores every given field', async () => {
      const given = {
        url: URL,
        alias: 'everything',
        title: 'Ünïcödé <b>"title"</b> 🎉',
        note: 'Two\nlines 🎉',
        tags: ['one', 'zwei', '三'],
        externalId: 'order-4711',
        redirectStatus: 308,
        cacheSeconds: 60,
        forwardQuery: true,
        validFrom: '2026-01-01T00:00:00.000Z',
        expiresAt: '2099-12-31T23:59:59.999Z',
        maxClicks: 7,
        expiredUrl: 'https://example.com/too%2Flate?',
      };
      const { key, ...rest } = await create(given);
      const { alias, ...fields } = given;
      expect(key).toBe(alias);
      expect(rest).toMatchObject(fields);
      const read = await running.api.call('get', '/api/v1/links/everything');
      expect(read.body).toEqual({ key, ...rest });
    });

    it('accepts times in any time zone and returns them in UTC', async () => {
      const link = await create({ url: URL, expiresAt: '2099-01-01T01:30:00+01:30' });
      expect(link['expiresAt']).toBe('2099-01-01T00:00:00.000Z');
    });

    it('removes duplicate tags', async () => {
      const link = await create({ url: URL, tags: ['a', 'b', 'a', 'e\u0301', '\u00e9'] });
      expect(link.tags).toEqual(['a', 'b', '\u00e9']);
    });

    it('gives an alias to one of 50 concurrent requests', async () => {
      const responses = await Promise.all(
        Array.from({ length: 50 }, () => post({ url: URL, alias: 'contested' })),
      );
      const statuses = responses.map(({ status }) => status).sort(byNumber);
      expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
      const loser = responses.find(({ status }) => status === 409);
      expect(loser?.body.type).toBe('urn:shortcore:problem:alias-taken');
    });

    it('distinguishes keys by case and accent regardless of database collation', async () => {
      const aliases = [
        'abc',
        'ABC',
        'Abc',
        'e',
        'é',
        'E',
        'ß',
        'ss',
        'SS',
        'ı',
        'i',
        'а',
        'か',
        'が',
        'カ',
        '😀',
        '😁',
      ];
      for (const alias of aliases)
        await create({ url: `${URL}&${encodeURIComponent(alias)}`, alias });
      for (const alias of aliases) {
        const path = encodeURIComponent(alias);
        const location = `${URL}&${path}`;
        const redirect = await running.api.anonymously('get', `/${path}`);
        expect([alias, redirect.headers['location']]).toEqual([alias, location]);
        const read = await running.api.call('get', `/api/v1/links/${path}`);
        expect([alias, read.body.url]).toEqual([alias, location]);
        const found = await running.api.call(
          'get',
          `/api/v1/links?url=${encodeURIComponent(location)}`,
        );
        expect(found.body.items.map((link: { key: string }) => link.key)).toEqual([alias]);
      }
    });

    it('treats canonically equivalent texts as the same alias', async () => {
      await create({ url: URL, alias: 'caf\u00e9' });
      expect((await post({ url: URL, alias: 'cafe\u0301' })).status).toBe(409);
      const followed = await running.api.anonymously('get', `/${encodeURIComponent('cafe\u0301')}`);
      expect(followed.status).toBe(302);
    });

    it('gives an external id to one link', async () => {
      await create({ url: URL, externalId: 'only-one' });
      const second = await post({ url: URL, externalId: 'only-one' });
      expect(second.status).toBe(409);
      expect(second.body.type).toBe('urn:shortcore:problem:external-id-taken');
      expect((await post({ url: URL, externalId: 'ONLY-ONE' })).status).toBe(201);
    });

    it('distinguishes texts that differ in trailing spaces', async () => {
      await create({ url: URL, alias: 'spaced', externalId: 'padded', tags: ['pad', 'pad '] });
      const other = await create({ url: URL, externalId: 'padded ' });
      const found = await running.api.call('get', '/api/v1/links?externalId=padded%20');
      expect(found.body.items.map((link: { key: string }) => link.key)).toEqual([other.key]);
      for (const method of ['get', 'delete'] as const) {
        const response = await running.api.call(method, '/api/v1/links/spaced%20%20');
        expect(response.status).toBe(404);
      }
      expect((await running.api.call('get', '/api/v1/links/spaced')).status).toBe(200);
    });

    it('creates nothing if the external id is taken', async () => {
      await create({ url: URL, externalId: 'taken' });
      await post({ url: URL, alias: 'rolled-back', tags: ['t'], externalId: 'taken' });
      expect((await running.api.call('get', '/api/v1/links/rolled-back')).status).toBe(404);
      expect((await post({ url: URL, alias: 'rolled-back' })).status).toBe(201);
    });

    it('returns the existing plain link with reuseExisting', async () => {
      const url = 'https://example.com/reused';
      await create({ url, title: 'not plain' });
      const first = await post({ url, reuseExisting: true });
      const second = await post({ url, reuseExisting: true });
      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.body.key).toBe(first.body.key);
      expect((await post({ url })).body.key).not.toBe(first.body.key);
    });
  });

  describe('reading', () => {
    it('returns 304 if If-None-Match names the current version', async () => {
      const { key } = await create({ url: URL });
      const response = await running.api.call('get', `/api/v1/links/${key}`, (test) =>
        test.set('If-None-Match', '"1"'),
      );
      expect([response.status, response.text]).toEqual([304, '']);
      const uncached = await running.api.call('get', `/api/v1/links/${key}`, (test) =>
        test.set('If-None-Match', 'W/"1"').set('Cache-Control', 'no-cache'),
      );
      expect(uncached.status).toBe(304);
    });

    it('returns 404 for an unknown key', async () => {
      const response = await running.api.call('get', '/api/v1/links/no-such-link');
      expect(response.status).toBe(404);
      expect(response.body.type).toBe('urn:shortcore:problem:link-not-found');
    });
  });

  describe('changing', () => {
    const patch = (key: string, body: object, ifMatch?: string) =>
      running.api.call('patch', `/api/v1/links/${key}`, (test) =>
        (ifMatch === undefined ? test : test.set('If-Match', ifMatch)).send(body),
      );

    it('changes the given fields and keeps the others', async () => {
      const before = await create({ url: URL, title: 'kept', tags: ['a', 'b'] });
      const response = await patch(before.key, { url: 'https://example.org/', tags: ['b', 'c'] });
      expect(response.status).toBe(200);
      expect(response.headers['etag']).toBe('"2"');
      expect(response.body).toEqual({
        ...before,
        url: 'https://example.org/',
        tags: ['b', 'c'],
        version: 2,
        updatedAt: expect.any(String),
      });
      const read = await running.api.call('get', `/api/v1/links/${before.key}`);
      expect(read.body).toEqual(response.body);
    });

    it('resets fields that are null', async () => {
      const { key } = await create({
        url: URL,
        title: 'T',
        note: 'N',
        tags: ['x'],
        externalId: 'cleared',
        redirectStatus: 301,
        cacheSeconds: 9,
        forwardQuery: true,
        validFrom: '2026-01-01T00:00:00Z',
        expiresAt: '2099-01-01T00:00:00Z',
      });
      const allNull = {
        title: null,
        note: null,
        tags: null,
        externalId: null,
        redirectStatus: null,
        cacheSeconds: null,
        forwardQuery: null,
        validFrom: null,
        expiresAt: null,
        maxClicks: null,
        disabled: null,
      };
      const { body } = await patch(key, allNull);
      expect(body).toMatchObject({
        title: null,
        note: null,
        tags: [],
        externalId: null,
        redirectStatus: 302,
        cacheSeconds: 0,
        forwardQuery: false,
        validFrom: null,
        expiresAt: null,
        disabled: false,
      });
      expect((await post({ url: URL, externalId: 'cleared' })).status).toBe(201);
    });

    it('returns 412 if If-Match does not name the current version', async () => {
      const { key } = await create({ url: URL });
      expect((await patch(key, { title: 'a' }, '"1"')).status).toBe(200);
      expect((await patch(key, { title: 'b' }, '"1"')).status).toBe(412);
      expect((await patch(key, { title: 'c' }, 'W/"1"')).status).toBe(412);
      expect((await patch(key, { title: 'd' }, '"9", "2"')).status).toBe(200);
      expect((await patch(key, { title: 'd' }, 'W/"3"')).status).toBe(200);
      expect((await patch(key, { title: 'e' }, '*')).status).toBe(200);
    });

    it('applies one of 20 concurrent patches with the same If-Match', async () => {
      const { key } = await create({ url: URL });
      const edits = Array.from({ length: 20 }, (_, index) =>
        patch(key, { title: `by ${index}` }, '"1"'),
      );
      const statuses = (await Promise.all(edits)).map(({ status }) => status).sort(byNumber);
      expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    });

    it('loses no concurrent patch without If-Match', async () => {
      const { key } = await create({ url: URL });
      const edits = [
        { title: 'T' },
        { tags: ['t'] },
        { cacheSeconds: 5 },
        { redirectStatus: 307 },
        { forwardQuery: true },
      ];
      const statuses = (await Promise.all(edits.map((edit) => patch(key, edit)))).map(
        ({ status }) => status,
      );
      expect(statuses).toEqual([200, 200, 200, 200, 200]);
      const { body } = await running.api.call('get', `/api/v1/links/${key}`);
      expect(body).toMatchObject({ ...Object.assign({}, ...edits), version: 6 });
    });

    it('applies 100 concurrent patches of one link without If-Match', async () => {
      const { key } = await create({ url: URL });
      const edits = Array.from({ length: 100 }, (_, index) => patch(key, { title: `by ${index}` }));
      const statuses = (await Promise.all(edits)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([200]));
      const { body } = await running.api.call('get', `/api/v1/links/${key}`);
      expect(body.version).toBe(101);
    });

    it('applies concurrent patches of 100 links with adjacent tags and external ids', async () => {
      const links = await Promise.all(Array.from({ length: 100 }, () => create({ url: URL })));
      for (const round of ['first', 'second']) {
        const edits = links.map(({ key }, index) =>
          patch(key, { tags: ['a', `b-${round}`, 'x'], externalId: `${round}-${index}` }),
        );
        const statuses = (await Promise.all(edits)).map(({ status }) => status);
        expect(new Set(statuses)).toEqual(new Set([200]));
      }
    });

    it('does not change the link if the patch is empty', async () => {
      const before = await create({ url: URL });
      expect((await patch(before.key, {})).body).toEqual(before);
    });
  });

  describe('deleting', () => {
    it('leaves a tombstone: the key stays gone and cannot be reused', async () => {
      const { key } = await create({
        url: URL,
        alias: 'mortal',
        externalId: 'soul',
        tags: ['dead'],
      });
      const path = `/api/v1/links/${key}`;
      expect((await running.api.anonymously('get', `/${key}`)).status).toBe(302);
      expect((await running.api.call('delete', path)).status).toBe(204);
      expect((await running.api.anonymously('get', `/${key}`)).status).toBe(410);
      for (const method of ['get', 'delete'] as const) {
        const response = await running.api.call(method, path);
        expect([response.status, response.body.type]).toEqual([
          410,
          'urn:shortcore:problem:link-gone',
        ]);
      }
      const change = await running.api.call('patch', path, (test) => test.send({ title: 'x' }));
      expect(change.status).toBe(410);
      expect((await post({ url: URL, alias: 'mortal' })).status).toBe(409);
      expect((await post({ url: URL, externalId: 'soul' })).status).toBe(201);
      const listed = await running.api.call('get', '/api/v1/links?tag=dead');
      expect(listed.body.items).toEqual([]);
    });

    it('returns 412 if If-Match does not name the current version', async () => {
      const { key } = await create({ url: URL });
      const withMatch = (ifMatch: string) =>
        running.api.call('delete', `/api/v1/links/${key}`, (test) => test.set('If-Match', ifMatch));
      expect((await withMatch('"7"')).status).toBe(412);
      expect((await withMatch('W/"7"')).status).toBe(412);
      expect((await withMatch('W/"1"')).status).toBe(204);
    });
  });
});

/** Validation happens before the database is queried, so one database is enough. */
describe('the input of links', () => {
  const running = sharedInstance(makeSqlite);
  const post = (body: object) => running.api.post(body);
  const create = (body: object) => running.api.create(body);
  const patch = (key: string, body: object) =>
    running.api.call('patch', `/api/v1/links/${key}`, (test) => test.send(body));

  it('reports every invalid field', async () => {
    const response = await post({
      url: 'javascript:alert(1)',
      alias: 'has space',
      title: '',
      tags: [''],
      externalId: 5,
      redirectStatus: 200,
      cacheSeconds: -1,
      forwardQuery: 'yes',
      validFrom: 'tomorrow',
      expiresAt: '2026-02-30T00:00:00Z',
      maxClicks: 0,
      reuseExisting: 1,
      surprise: true,
    });
    expect(response.status).toBe(400);
    expect(response.body.type).toBe('urn:shortcore:problem:validation-failed');
    const pointers = response.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(new Set(pointers)).toEqual(
      new Set(
        [
          'url',
          'alias',
          'title',
          'tags',
          'externalId',
          'redirectStatus',
          'cacheSeconds',
          'forwardQuery',
        ]
          .concat(['validFrom', 'expiresAt', 'maxClicks', 'reuseExisting', 'surprise'])
          .map((name) => `/${name}`),
      ),
    );
  });

  it.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['an array', []],
    ['a null url', { url: null }],
    ['a lone surrogate', { url: URL, title: '\ud800' }],
    ['a __proto__', JSON.parse('{"url":"https://example.com/","__proto__":{"url":"x"}}')],
    ['a field named like a property of Object.prototype', { url: URL, constructor: 1 }],
    ['NUL', { url: URL, title: 'a\0b' }],
    [
      'a title with more code units than the column holds',
      { url: URL, title: '\u2764\ufe0f'.repeat(257) },
    ],
    [
      'a tag with more code units than the column holds',
      { url: URL, tags: ['\u2764\ufe0f'.repeat(33)] },
    ],
    [
      'an external id with more code units than the column holds',
      { url: URL, externalId: '\u2764\ufe0f'.repeat(128) },
    ],
    ['a tag too long in NFC', { url: URL, tags: ['\ufb2c'.repeat(64)] }],
    ['a time before the year 0', { url: URL, validFrom: '0000-01-01T00:00:00+23:59' }],
    ['a time after the year 9999', { url: URL, expiresAt: '9999-12-31T23:59:59-23:59' }],
    [
      'expiresAt before validFrom',
      { url: URL, validFrom: '2030-01-01T00:00:00Z', expiresAt: '2029-01-01T00:00:00Z' },
    ],
  ])('refuses %s', async (_name, body) => {
    const response = await running.api.call('post', '/api/v1/links', (test) =>
      body === undefined
        ? test
        : test.set('Content-Type', 'application/json').send(JSON.stringify(body)),
    );
    expect(response.status).toBe(400);
    expect(response.body.type).toBe('urn:shortcore:problem:validation-failed');
  });

  it.each(['api', 'API', 'Docs', 'health', 'metrics'])(
    'refuses the reserved word %s',
    async (alias) => {
      expect((await post({ url: URL, alias })).status).toBe(400);
    },
  );

  it.each(['alias', 'tags', 'title'])(
    'quickly refuses a %s with half a million combining marks',
    async (field) => {
      // Normalising the text would take minutes.
      const marks = `a${'\u0301\u0323'.repeat(250_000)}`;
      const { status } = await post({ url: URL, [field]: field === 'tags' ? [marks] : marks });
      expect(status).toBe(400);
    },
  );

  it('accepts the media type application/merge-patch+json', async () => {
    const { key } = await create({ url: URL });
    const response = await running.api.call('patch', `/api/v1/links/${key}`, (test) =>
      test.set('Content-Type', 'application/merge-patch+json').send('{"title":"merged"}'),
    );
    expect(response.body.title).toBe('merged');
  });

  it('refuses to clear the url or change the alias', async () => {
    const { key } = await create({ url: URL });
    const { status, body } = await patch(key, { url: null, alias: 'other' });
    expect(status).toBe(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/alias',
      '/url',
    ]);
  });

  it('refuses expiresAt before the stored validFrom', async () => {
    const { key } = await create({ url: URL, validFrom: '2030-01-01T00:00:00Z' });
    const { status, body } = await patch(key, { expiresAt: '2029-01-01T00:00:00Z' });
    expect([status, body.errors[0].pointer]).toEqual([400, '/expiresAt']);
  });
});
