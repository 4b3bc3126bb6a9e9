import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { LinkBody } from '../support/api.js';
import { createCachedLink } from '../support/cached-link.js';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';
import { Instances } from '../support/instances.js';

const LINKS = '/api/v1/links';
const URL = 'https://example.com/';
const PAST = '2020-01-01T00:00:00.000Z';

interface Result {
  readonly key: string;
  readonly status: number;
  readonly link?: LinkBody;
  readonly problem?: { readonly type: string; readonly errors?: readonly { pointer: string }[] };
}

function outcomesOf({ body }: Response): string[] {
  return (body.results as Result[]).map(({ status, problem }) =>
    problem === undefined ? `${status}` : `${status} ${problem.type.split(':').at(-1)}`,
  );
}

describeOnEachDatabase('bulk changes', (make) => {
  const running = sharedInstance(make);
  const change = (keys: readonly string[], body: object) =>
    running.api.post({ keys, change: body }, `${LINKS}/bulk-change`);
  const remove = (keys: readonly string[]) => running.api.post({ keys }, `${LINKS}/bulk-delete`);
  const create = (body: object = {}) => running.api.create({ url: URL, ...body });
  const read = async (key: string): Promise<LinkBody> =>
    (await running.api.call('get', `${LINKS}/${encodeURIComponent(key)}`)).body;
  const listed = async (tag: string): Promise<string[]> => {
    const { body } = await running.api.call('get', `${LINKS}?limit=200&tag=${tag}`);
    return body.items.map(({ key }: LinkBody) => key);
  };

  it('change each link, in the order of the request', async () => {
    const one = await create({ tags: ['kept', 'old'], note: 'one', maxClicks: 5 });
    const two = await create({ tags: ['new'], title: 'two' });
    const fields = {
      note: 'Changed\ntogether 🎉',
      disabled: true,
      validFrom: PAST,
      expiresAt: '2099-01-01T00:00:00.000Z',
      maxClicks: null,
    };
    const response = await change([two.key, one.key], {
      ...fields,
      addTags: ['new', 'also-new'],
      removeTags: ['old'],
    });
    expect(response.status).toBe(200);
    expect(response.body.results).toEqual([
      { key: two.key, status: 200, link: await read(two.key) },
      { key: one.key, status: 200, link: await read(one.key) },
    ]);
    expect(await read(one.key)).toEqual({
      ...one,
      ...fields,
      tags: ['kept', 'new', 'also-new'],
      state: 'disabled',
      version: 2,
      updatedAt: expect.any(String),
    });
    expect(await read(two.key)).toMatchObject({
      title: 'two',
      tags: ['new', 'also-new'],
      ...fields,
    });
    expect((await listed('also-new')).sort()).toEqual([one.key, two.key].sort());
    expect(await listed('old')).toEqual([]);
    const search = await running.api.call('get', `${LINKS}?search=changed%0Atogether`);
    expect(search.body.items).toHaveLength(2);
  });

  it('leave a link alone that is already so', async () => {
    const link = await create({ tags: ['a'], note: 'same' });
    const { body } = await change([link.key], { addTags: ['a'], removeTags: ['b'], note: 'same' });
    expect(body.results).toEqual([{ key: link.key, status: 200, link }]);
    expect((await change([link.key], {})).body.results[0].link).toEqual(link);
  });

  it('keep a tag that is removed and added', async () => {
    const { key } = await create({ tags: ['a', 'b'] });
    const { body } = await change([key], { addTags: ['a'], removeTags: ['a', 'b'] });
    expect(body.results[0].link.tags).toEqual(['a']);
  });

  it('do the good items and say what is wrong with the others', async () => {
    const good = await create();
    const late = await create({ validFrom: '2098-01-01T00:00:00.000Z' });
    const full = await create({ tags: Array.from({ length: 49 }, (_, index) => `full-${index}`) });
    const gone = await create();
    await running.api.call('delete', `${LINKS}/${gone.key}`);
    const keys = [gone.key, late.key, 'unknown-to-all', good.key, 'no key!', full.key, good.key];
    const response = await change(keys, {
      addTags: ['a', 'b'],
      expiresAt: '2097-01-01T00:00:00.000Z',
    });
    expect(response.status).toBe(207);
    expect(outcomesOf(response)).toEqual([
      '410 link-gone',
      '400 validation-failed',
      '404 link-not-found',
      '200',
      '404 link-not-found',
      '400 validation-failed',
      '200',
    ]);
    const results = response.body.results as Result[];
    expect(results.map(({ key }) => key)).toEqual(keys);
    expect(results.flatMap(({ problem }) => problem?.errors ?? [])).toMatchObject([
      { pointer: '/change/expiresAt' },
      { pointer: '/change/addTags' },
    ]);
    expect(results[6]?.link).toEqual(results[3]?.link);
    expect(await read(good.key)).toMatchObject({ tags: ['a', 'b'], version: 2 });
    for (const { key } of [late, full]) expect(await read(key)).toMatchObject({ version: 1 });
  });

  it('delete links as DELETE does, each once', async () => {
    const one = await create({ tags: ['to-delete'], externalId: 'bulk-deleted', note: 'secret' });
    const two = await create({ alias: 'bulk-deleted', tags: ['to-delete', 'other'] });
    const response = await remove([two.key, one.key, two.key, 'unknown-to-all']);
    expect(response.status).toBe(207);
    expect(outcomesOf(response)).toEqual(['204', '204', '410 link-gone', '404 link-not-found']);
    expect(response.body.results[0]).toEqual({ key: two.key, status: 204 });
    for (const { key } of [one, two]) {
      expect((await running.api.anonymously('get', `/${key}`)).status).toBe(410);
      expect((await running.api.call('get', `${LINKS}/${key}`)).status).toBe(410);
    }
    expect([await listed('to-delete'), await listed('other')]).toEqual([[], []]);
    await create({ externalId: 'bulk-deleted' });
    expect((await running.api.post({ url: URL, alias: 'bulk-deleted' })).status).toBe(409);
    const { status, body } = await remove([(await create()).key]);
    expect([status, body.results[0].status]).toEqual([200, 204]);
  });

  it('find links by other spellings of their keys', async () => {
    const { key } = await create({ alias: 'gr\u00fc\u00dfe-❤️' });
    const spelling = key.normalize('NFD').replaceAll('\ufe0f', '');
    const { body } = await change([spelling, key], { note: 'x' });
    expect(body.results).toMatchObject([
      { key: spelling, status: 200, link: { key } },
      { key, status: 200, link: { key, version: 2 } },
    ]);
  });

  it('happen once with an idempotency key', async () => {
    const links = [await create({ tags: ['t'] }), await create()];
    const keys = [...links.map(({ key }) => key), 'unknown-to-all'];
    const send = (path: string, body: object, idempotencyKey: string) =>
      running.api.call('post', `${LINKS}/${path}`, (test) =>
        test.set('Idempotency-Key', idempotencyKey).send(body),
      );
    const changed = [];
    for (let time = 0; time < 2; time++) {
      changed.push(await send('bulk-change', { keys, change: { addTags: ['u'] } }, 'edit-1'));
      await running.api.call('patch', `${LINKS}/${keys[0]}`, (test) => test.send({ tags: null }));
    }
    expect(changed[1]?.body).toEqual(changed[0]?.body);
    expect(changed.map(({ headers }) => headers['idempotency-replayed'])).toEqual([
      undefined,
      'true',
    ]);
    expect(await read(String(keys[0]))).toMatchObject({ tags: [], version: 4 });
    const deleted = [
      await send('bulk-delete', { keys }, 'delete-1'),
      await send('bulk-delete', { keys }, 'delete-1'),
    ];
    expect(deleted.map(outcomesOf)).toEqual(
      Array.from({ length: 2 }, () => ['204', '204', '404 link-not-found']),
    );
    expect((await send('bulk-delete', { keys: ['x'] }, 'delete-1')).status).toBe(422);
    expect((await send('bulk-change', { keys, change: {} }, 'delete-1')).status).toBe(422);
  });

  it('take a thousand links with fifty tags each', async () => {
    const tags = Array.from({ length: 50 }, (_, index) => `thousand-${index}`);
    const created = await running.api.post(
      { links: Array.from({ length: 1000 }, () => ({ url: URL, tags })) },
      `${LINKS}/bulk`,
    );
    const keys = (created.body.results as Result[]).map(({ link }) => String(link?.key));
    const others = tags.map((tag) => `${tag}-changed`);
    const changed = await change(keys, {
      removeTags: tags,
      addTags: others,
      note: 'x'.repeat(2000),
    });
    expect(changed.status).toBe(200);
    const first = (changed.body.results as Result[])[0]?.link;
    expect(first).toMatchObject({ tags: others, version: 2 });
    expect(await listed('thousand-7')).toEqual([]);
    expect(await listed('thousand-7-changed')).toHaveLength(200);
    expect((await remove(keys)).status).toBe(200);
    expect(await listed('thousand-7-changed')).toEqual([]);
  });

  it('lose nothing beside concurrent changes of the same links', async () => {
    const links = await Promise.all(Array.from({ length: 20 }, () => create({ tags: ['start'] })));
    const keys = links.map(({ key }) => key);
    const patch = (key: string, body: object) =>
      running.api.call('patch', `${LINKS}/${key}`, (test) => test.send(body));
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, (_, index) =>
        change(index % 2 === 0 ? keys : keys.toReversed(), {
          addTags: [`by-${index}`],
          removeTags: ['start'],
        }),
      ),
      ...keys.map((key) => patch(key, { title: 'patched' })),
      running.api.call('delete', `${LINKS}/${keys[3]}`),
      remove([String(keys[5]), String(keys[4])]),
    ]);
    for (const { status } of answers) expect([200, 204, 207, 410]).toContain(status);
    for (const [index, key] of keys.entries()) {
      if ([3, 4, 5].includes(index)) continue;
      const { tags, title, version } = await read(key);
      expect(tags.toSorted()).toEqual(Array.from({ length: 8 }, (_, each) => `by-${each}`));
      expect([title, version]).toEqual(['patched', 10]);
    }
  });
});

describeOnEachDatabase('bulk changes through one of two instances', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), 2);
  });
  afterAll(() => instances.stop());

  it('are visible on both when they answer', async () => {
    for (let round = 0; round < 3; round++) {
      const keys: string[] = [];
      for (let index = 0; index < 10; index++) keys.push(await createCachedLink(instances, URL));
      const call = (path: string, body: object) =>
        instances.api(round % 2).post({ keys: [...keys, 'unknown-to-all'], ...body }, path);
      const follow = async () =>
        (await Promise.all(keys.map((key) => instances.follow(key)))).flat();
      const all = (answer: string) => Array.from({ length: 20 }, () => answer);
      expect((await call(`${LINKS}/bulk-change`, { change: { disabled: true } })).status).toBe(207);
      expect(await follow()).toEqual(all('410'));
      await call(`${LINKS}/bulk-change`, { change: { disabled: false, addTags: ['x'] } });
      expect(await follow()).toEqual(all(URL));
      await call(`${LINKS}/bulk-change`, { change: { expiresAt: PAST } });
      expect(await follow()).toEqual(all('410'));
      await call(`${LINKS}/bulk-change`, { change: { expiresAt: null } });
      expect(await follow()).toEqual(all(URL));
      await call(`${LINKS}/bulk-delete`, {});
      expect(await follow()).toEqual(all('410'));
    }
  });
});

describe('the input of bulk changes', () => {
  const running = sharedInstance(makeSqlite);
  const KEYS = ['some-key'];

  it.each([
    ['bulk-delete', {}, '/keys'],
    ['bulk-delete', { keys: [] }, '/keys'],
    ['bulk-delete', { keys: 'key' }, '/keys'],
    ['bulk-delete', { keys: [1] }, '/keys'],
    ['bulk-delete', { keys: [''] }, '/keys'],
    ['bulk-delete', { keys: Array(1001).fill('key') }, '/keys'],
    ['bulk-delete', { keys: KEYS, change: {} }, '/change'],
    ['bulk-change', { keys: KEYS }, '/change'],
    ['bulk-change', { keys: KEYS, change: [] }, '/change'],
    ['bulk-change', { keys: KEYS, change: null }, '/change'],
    ['bulk-change', { keys: KEYS, change: { url: URL } }, '/change/url'],
    ['bulk-change', { keys: KEYS, change: { addTags: [''] } }, '/change/addTags'],
    ['bulk-change', { keys: KEYS, change: { addTags: Array(51).fill('x') } }, '/change/addTags'],
    ['bulk-change', { keys: KEYS, change: { removeTags: 'x' } }, '/change/removeTags'],
    ['bulk-change', { keys: KEYS, change: { disabled: 1 } }, '/change/disabled'],
    ['bulk-change', { keys: KEYS, change: { note: '' } }, '/change/note'],
    ['bulk-change', { keys: KEYS, change: { maxClicks: 0 } }, '/change/maxClicks'],
    [
      'bulk-change',
      { keys: KEYS, change: { validFrom: PAST, expiresAt: PAST } },
      '/change/expiresAt',
    ],
  ])('refuses an invalid request, %#', async (path, body, pointer) => {
    const response = await running.api.post(body, `${LINKS}/${path}`);
    expect([response.status, response.body.errors?.[0].pointer]).toEqual([400, pointer]);
  });
});
