import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { LinkBody } from '../support/api.js';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { runningInstance, sharedInstance } from '../support/instance-fixture.js';

const LINKS = '/api/v1/links';
const TAGS = '/api/v1/tags';
const URL = 'https://example.com/';

interface TagPage {
  readonly items: readonly { tag: string; links: number; isMore: boolean }[];
  readonly nextCursor: string | null;
}

describeOnEachDatabase('tags', (make) => {
  const running = runningInstance(make);
  const rename = (from: string, to: string): Promise<Response> =>
    running.api.post({ from, to }, `${TAGS}/rename`);
  const remove = (tag: string): Promise<Response> => running.api.post({ tag }, `${TAGS}/delete`);
  const create = (tags: readonly string[]) => running.api.create({ url: URL, tags });
  const createMany = async (count: number, tags: readonly string[]): Promise<void> => {
    for (let left = count; left > 0; left -= 1000) {
      const links = Array.from({ length: Math.min(left, 1000) }, () => ({ url: URL, tags }));
      expect((await running.api.post({ links }, `${LINKS}/bulk`)).status).toBe(201);
    }
  };
  const read = async ({ key }: LinkBody): Promise<LinkBody> =>
    (await running.api.call('get', `${LINKS}/${key}`)).body;
  const list = async (query: Readonly<Record<string, string>>): Promise<TagPage> => {
    const { status, body } = await running.api.call(
      'get',
      `${TAGS}?${new URLSearchParams(query).toString()}`,
    );
    expect(status).toBe(200);
    return body;
  };
  const counts = async (prefix: string): Promise<Record<string, number>> =>
    Object.fromEntries((await list({ prefix })).items.map(({ tag, links }) => [tag, links]));

  it('are listed in order, with the number of links, by prefix and in pages', async () => {
    const tags = ['list-b', 'list-a', 'list-B', 'list-ä', 'list-🎉', 'list-', 'list-a-more'];
    for (const tag of tags)
      await create([tag, 'list-b', 'lisu'].filter((each, at, all) => all.indexOf(each) === at));
    await running.api.call('delete', `${LINKS}/${(await create(['list-b', 'list-gone'])).key}`);
    const expected = ['list-', 'list-B', 'list-a', 'list-a-more', 'list-b', 'list-ä', 'list-🎉'];
    const { items, nextCursor } = await list({ prefix: 'list-' });
    expect(items).toEqual(
      expected.map((tag) => ({ tag, links: tag === 'list-b' ? 7 : 1, isMore: false })),
    );
    expect(nextCursor).toBeNull();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list({ prefix: 'list-', limit: '2', ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ tag }) => tag));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(expected);
    expect((await list({ prefix: 'LIST' })).items).toEqual([]);
    expect((await list({ prefix: 'list-a\u0308' })).items).toMatchObject([{ tag: 'list-ä' }]);
    expect((await list({ limit: '1' })).items).toHaveLength(1);
  });

  it('are renamed in their place, with a new version of each link', async () => {
    const one = await create(['first', 'ren-old', 'last']);
    const other = await create(['ren-other']);
    const visit = () => running.api.anonymously('get', `/${one.key}`);
    expect((await visit()).status).toBe(302);
    const response = await rename('ren-old', 'ren-ne\u0301w');
    expect([response.status, response.body]).toEqual([200, { changed: 1, isDone: true }]);
    const changed = await read(one);
    expect(changed).toMatchObject({ tags: ['first', 'ren-néw', 'last'], version: 2 });
    expect(Date.parse(String(changed['updatedAt']))).toBeGreaterThan(
      Date.parse(String(one['updatedAt'])),
    );
    expect(await read(other)).toEqual(other);
    expect(await counts('ren-')).toEqual({ 'ren-néw': 1, 'ren-other': 1 });
    expect((await visit()).status).toBe(302);
    expect((await rename('ren-old', 'ren-néw')).body).toEqual({ changed: 0, isDone: true });
    const stale = await running.api.call('patch', `${LINKS}/${one.key}`, (test) =>
      test.set('If-Match', '"1"').send({ title: 'x' }),
    );
    expect(stale.status).toBe(412);
  });

  it('become one with a tag that exists, once on each link', async () => {
    const both = await create(['merge-to', 'x', 'merge-from']);
    const from = await create(['merge-from']);
    const to = await create(['merge-to']);
    expect((await rename('merge-from', 'merge-to')).body).toEqual({ changed: 2, isDone: true });
    expect((await read(both)).tags).toEqual(['merge-to', 'x']);
    expect((await read(from)).tags).toEqual(['merge-to']);
    expect(await read(to)).toEqual(to);
    expect(await counts('merge-')).toEqual({ 'merge-to': 3 });
    const listed = await running.api.call('get', `${LINKS}?tag=merge-to`);
    expect(listed.body.items).toHaveLength(3);
  });

  it('are taken from their links', async () => {
    const link = await create(['del-a', 'del-b']);
    expect((await remove('del-a')).body).toEqual({ changed: 1, isDone: true });
    expect(await read(link)).toMatchObject({ tags: ['del-b'], version: 2 });
    expect((await remove('del-a')).body).toEqual({ changed: 0, isDone: true });
    expect(await counts('del-')).toEqual({ 'del-b': 1 });
  });

  it('change a thousand links in a call, so that an interrupted change can be continued', async () => {
    await createMany(2100, ['many-old']);
    const kept = await create(['many-new', 'many-old']);
    expect((await rename('many-old', 'many-new')).body).toEqual({ changed: 1000, isDone: false });
    // The client went away here, and links of both names can be found.
    expect(await counts('many-')).toEqual({ 'many-new': 1001, 'many-old': 1101 });
    expect((await rename('many-old', 'many-new')).body).toEqual({ changed: 1000, isDone: false });
    expect((await rename('many-old', 'many-new')).body).toEqual({ changed: 101, isDone: true });
    expect(await counts('many-')).toEqual({ 'many-new': 2101 });
    expect(await read(kept)).toMatchObject({ tags: ['many-new'], version: 2 });
  });

  it('lose no link beside concurrent renames and changes of the same links', async () => {
    await createMany(1500, ['race-old']);
    const links = await Promise.all(
      Array.from({ length: 10 }, () => create(['race-old', 'race-x'])),
    );
    const untilDone = async (): Promise<number> => {
      let sum = 0;
      for (;;) {
        const { status, body } = await rename('race-old', 'race-new');
        expect(status).toBe(200);
        sum += body.changed;
        if (body.isDone) return sum;
      }
    };
    const patches = links.map(({ key }, index) =>
      running.api.call('patch', `${LINKS}/${key}`, (test) => test.send({ title: `${index}` })),
    );
    const renames = Promise.all([untilDone(), untilDone()]);
    const other = rename('race-x', 'race-y');
    const statuses = (await Promise.all(patches)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const [first, second] = await renames;
    expect(first + second).toBe(1510);
    expect((await other).body).toEqual({ changed: 10, isDone: true });
    expect(await counts('race-')).toEqual({ 'race-new': 1510, 'race-y': 10 });
    for (const [index, link] of links.entries()) {
      const { tags, title, version } = await read(link);
      expect([tags.toSorted(), title, version]).toEqual([['race-new', 'race-y'], `${index}`, 4]);
    }
  });

  it('counts ten thousand links of a tag, and says if there are more', async () => {
    await createMany(10_000, ['ten-thousand']);
    const only = async () => (await list({ prefix: 'ten-' })).items;
    expect(await only()).toEqual([{ tag: 'ten-thousand', links: 10_000, isMore: false }]);
    await create(['ten-thousand']);
    expect(await only()).toEqual([{ tag: 'ten-thousand', links: 10_000, isMore: true }]);
  });
});

describe('the input of tags', () => {
  const running = sharedInstance(makeSqlite);
  beforeAll(() => running.api.create({ url: URL, tags: ['input'] }));

  it.each([
    ['rename', {}, '/from'],
    ['rename', { from: 'a' }, '/to'],
    ['rename', { from: 'a', to: 'a' }, '/to'],
    ['rename', { from: '\u00e9', to: 'e\u0301' }, '/to'],
    ['rename', { from: 'a', to: 'x'.repeat(65) }, '/to'],
    ['rename', { from: ['a'], to: 'b' }, '/from'],
    ['delete', {}, '/tag'],
    ['delete', { tag: '' }, '/tag'],
    ['delete', { tag: 'a', tags: ['b'] }, '/tags'],
  ])('%s refuses %j', async (path, body, pointer) => {
    const response = await running.api.post(body, `${TAGS}/${path}`);
    expect([response.status, response.body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=201', '?limit'],
    ['prefix=', '?prefix'],
    ['cursor=%25', '?cursor'],
    ['cursor=gA', '?cursor'],
    ['cursor=AA', '?cursor'],
    ['tag=x', '?tag'],
  ])('the list refuses %s', async (query, pointer) => {
    const response = await running.api.call('get', `${TAGS}?${query}`);
    expect([response.status, response.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});
