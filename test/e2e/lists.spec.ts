import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import type { LinkBody } from '../support/api.js';
import { runningInstance, sharedInstance } from '../support/instance-fixture.js';

const LINK_COUNT = 25;

describeOnEachDatabase('lists', (make) => {
  const running = runningInstance(make);
  const created: LinkBody[] = [];

  const getPage = async (
    query: string,
  ): Promise<{ items: LinkBody[]; nextCursor: string | null }> => {
    const response = await running.api.call('get', `/api/v1/links?${query}`);
    expect(response.status).toBe(200);
    return response.body;
  };
  const listKeys = async (query: string) => (await getPage(query)).items.map(({ key }) => key);
  const listAllKeys = async (
    query: string,
    betweenPages: () => Promise<unknown> = async () => {},
  ) => {
    const keys: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const found = await getPage(`${query}${cursor && `&cursor=${cursor}`}`);
      keys.push(...found.items.map(({ key }) => key));
      cursor = found.nextCursor;
      await betweenPages();
    }
    return keys;
  };

  beforeAll(async () => {
    for (let index = 0; index < LINK_COUNT; index++) {
      const tags = [...(index % 2 === 0 ? ['even'] : []), ...(index % 3 === 0 ? ['third'] : [])];
      created.push(
        await running.api.create({
          url: `https://example.com/${index}`,
          title: `Título ${index}`,
          externalId: `id-${index}`,
          tags,
        }),
      );
    }
  });

  it('are ordered newest first, or oldest first with order=createdAt', async () => {
    const keys = created.map(({ key }) => key);
    expect(await listKeys('limit=200')).toEqual(keys.toReversed());
    expect(await listKeys('limit=200&order=createdAt')).toEqual(keys);
  });

  it('apply the limit, 50 by default', async () => {
    const { items, nextCursor } = await getPage('limit=10');
    expect([items.length, typeof nextCursor]).toEqual([10, 'string']);
    expect(await getPage('')).toMatchObject({ nextCursor: null });
    expect(await getPage(`limit=${LINK_COUNT}`)).toMatchObject({ nextCursor: null });
  });

  it.each(['-createdAt', 'createdAt'])(
    'contain each link once over all pages in order %s',
    async (order) => {
      const keys = await listAllKeys(`limit=7&order=${order}`);
      const expected = created.map(({ key }) => key);
      expect(keys).toEqual(order === 'createdAt' ? expected : expected.toReversed());
    },
  );

  it('filter by tags; a link must have all of them', async () => {
    const keysWhere = (isExpected: (index: number) => boolean) =>
      created
        .filter((_link, index) => isExpected(index))
        .map(({ key }) => key)
        .toReversed();
    expect(await listKeys('tag=even')).toEqual(keysWhere((index) => index % 2 === 0));
    expect(await listKeys('tag=even&tag=third')).toEqual(keysWhere((index) => index % 6 === 0));
    expect(await listKeys('tag=Even')).toEqual([]);
    expect(await listAllKeys('tag=even&limit=4')).toEqual(keysWhere((index) => index % 2 === 0));
  });

  it('filter by any of several tags, without tags, and by the time of creation', async () => {
    const indexesOf = async (query: string) =>
      (await listAllKeys(`order=createdAt&limit=7&search=t%C3%ADtulo&${query}`)).map((key) =>
        created.findIndex((link) => link.key === key),
      );
    const where = (isExpected: (index: number) => boolean) =>
      created.flatMap((_link, index) => (isExpected(index) ? [index] : []));
    const isEven = (index: number) => index % 2 === 0;
    const isThird = (index: number) => index % 3 === 0;
    expect(await indexesOf('anyTag=even&anyTag=third')).toEqual(
      where((index) => isEven(index) || isThird(index)),
    );
    expect(await indexesOf('anyTag=none&anyTag=third&tag=even')).toEqual(
      where((index) => isEven(index) && isThird(index)),
    );
    expect(await indexesOf('withoutTag=even&withoutTag=third')).toEqual(
      where((index) => !isEven(index) && !isThird(index)),
    );
    expect(await indexesOf('anyTag=even&withoutTag=third')).toEqual(
      where((index) => isEven(index) && !isThird(index)),
    );
    const [from, to] = [String(created[5]?.['createdAt']), String(created[12]?.['createdAt'])];
    const isBetween = (index: number) => {
      const createdAt = String(created[index]?.['createdAt']);
      return createdAt >= from && createdAt < to;
    };
    expect(await indexesOf(`createdFrom=${from}&createdTo=${to}`)).toEqual(where(isBetween));
    expect(await indexesOf(`createdFrom=${from}&createdTo=${to}&tag=even`)).toEqual(
      where((index) => isBetween(index) && isEven(index)),
    );
    const plus = encodeURIComponent('2000-01-01T01:00:00+01:00');
    expect(await indexesOf(`createdTo=${plus}`)).toEqual([]);
  });

  it('search notes', async () => {
    const { key } = await running.api.create({
      url: 'https://example.com/',
      note: 'Für die STRASSE',
    });
    expect(await listKeys(`search=${encodeURIComponent('für die strasse')}`)).toEqual([key]);
    const patch = (note: string | null) =>
      running.api.call('patch', `/api/v1/links/${key}`, (test) => test.send({ note }));
    await patch('moved');
    expect(await listKeys('search=strasse')).toEqual([]);
    expect(await listKeys('search=moved')).toEqual([key]);
    await running.api.call('delete', `/api/v1/links/${key}`);
    expect(await listKeys('search=moved')).toEqual([]);
  });

  it('search key, URL and title without regard to case', async () => {
    const [first] = created;
    expect(await listKeys(`search=${encodeURIComponent('TÍTULO 7')}`)).toEqual([created[7]?.key]);
    expect(await listKeys('search=EXAMPLE.com/11')).toEqual([created[11]?.key]);
    expect(await listKeys(`search=${first?.key.toUpperCase()}`)).toEqual([first?.key]);
    expect(await listKeys(`search=${encodeURIComponent('%_')}`)).toEqual([]);
  });

  it('search what people see of a URL, key and title, and what they may have copied', async () => {
    const urls = [
      'https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0',
      'https://xn--mnchen-3ya.de/Stra%C3%9Fe',
      'https://münchen.de/Gasse',
      'https://shop.example/?next=https%3A%2F%2Fxn--80adxhks.example%2Fa%2520b',
      'https://shop.example/cafe%CC%81/%FF%00%0A',
      `https://long.example/${'%D0%9C'.repeat(1_300)}`,
    ];
    const made = [];
    for (const url of urls) made.push(await running.api.create({ url }));
    const heart = await running.api.create({ url: urls[0], alias: '❤️', title: 'Grüße ♥️' });
    const keys = [...made, heart].map(({ key }) => key);
    const found = async (search: string) => {
      const listed = await listKeys(`order=createdAt&search=${encodeURIComponent(search)}`);
      return listed.map((key) => keys.indexOf(key));
    };
    expect(await found('wiki/москва')).toEqual([0, 6]);
    expect(await found('%D0%9C%D0%BE%D1%81')).toEqual([0, 3, 6]);
    expect(await found('https://ru.wikipedia.org/wiki/Москва')).toEqual([0, 6]);
    expect(await found('MÜNCHEN')).toEqual([1, 2]);
    expect(await found('mu\u0308nchen.de/straße')).toEqual([1]);
    expect(await found('xn--mnchen-3ya.de')).toEqual([1, 2]);
    expect(await found('münchen.de/Stra%C3%9Fe')).toEqual([1]);
    expect(await found('https://москва.example/a b')).toEqual([3]);
    expect(await found('%2F%2Fxn--80adxhks')).toEqual([3]);
    expect(await found('CAFÉ/%ff%00%0a')).toEqual([4]);
    expect(await found('М'.repeat(200))).toEqual([5]);
    expect(await found('❤️')).toEqual([6]);
    expect(await found('❤')).toEqual([6]);
    expect(await found('%E2%9D%A4%EF%B8%8F')).toEqual([6]);
    expect(await found('grüsse')).toEqual([]);
    expect(await found('gru\u0308ße ♥')).toEqual([6]);
    expect(await found('Gr%C3%BC%C3%9Fe')).toEqual([6]);
    expect(await found('\u200b')).toEqual([]);
    expect(await found('a%20b')).toEqual([]);
    for (const key of keys) {
      await running.api.call('delete', `/api/v1/links/${encodeURIComponent(key)}`);
    }
    expect(await found('москва')).toEqual([]);
  });

  it('filter by external id and by exact destination', async () => {
    expect(await listKeys('externalId=id-4')).toEqual([created[4]?.key]);
    expect(await listKeys('externalId=id')).toEqual([]);
    expect(await listKeys(`url=${encodeURIComponent('https://example.com/1')}`)).toEqual([
      created[1]?.key,
    ]);
  });

  it('filter by state as the link reports it', async () => {
    const url = 'https://example.com/state';
    const states = {
      active: { validFrom: '2020-01-01T00:00:00Z', expiresAt: '2099-01-01T00:00:00Z' },
      scheduled: { validFrom: '2098-01-01T00:00:00Z' },
      expired: { expiresAt: '2021-01-01T00:00:00Z' },
      disabled: { validFrom: '2098-01-01T00:00:00Z' },
    };
    const keys: Record<string, string> = {};
    for (const [state, fields] of Object.entries(states)) {
      keys[state] = (await running.api.create({ url, ...fields })).key;
    }
    await running.api.call('patch', `/api/v1/links/${keys['disabled']}`, (test) =>
      test.send({ disabled: true }),
    );
    for (const [state, key] of Object.entries(keys)) {
      const { items } = await getPage(`url=${encodeURIComponent(url)}&state=${state}`);
      expect(items.map((link) => [link.key, link.state])).toEqual([[key, state]]);
      await running.api.call('delete', `/api/v1/links/${key}`);
    }
    expect(await listKeys('state=exhausted')).toEqual([]);
  });

  it('do not shift their pages when links are added', async () => {
    const extra: string[] = [];
    const before = await listAllKeys('limit=200');
    const walked = await listAllKeys('limit=6', async () => {
      extra.push((await running.api.create({ url: 'https://example.com/new' })).key);
    });
    expect(walked).toEqual(before);
    for (const key of extra) await running.api.call('delete', `/api/v1/links/${key}`);
  });
});

describe('lists with an invalid query', () => {
  const running = sharedInstance(makeSqlite);

  it.each([
    ['limit=0', '?limit'],
    ['limit=201', '?limit'],
    ['limit=x', '?limit'],
    ['limit=1&limit=2', '?limit'],
    ['order=title', '?order'],
    ['state=gone', '?state'],
    ['cursor=nonsense', '?cursor'],
    ['search=', '?search'],
    ['tags=x', '?tags'],
    ['anyTag=', '?anyTag'],
    [`withoutTag=${'&withoutTag=x'.repeat(10)}`, '?withoutTag'],
    ['createdFrom=yesterday', '?createdFrom'],
    ['createdTo=2026-02-30T00:00:00Z', '?createdTo'],
  ])('refuse %s', async (query, pointer) => {
    const response = await running.api.call('get', `/api/v1/links?${query}`);
    expect([response.status, response.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});
