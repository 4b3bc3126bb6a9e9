import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import type { LinkBody } from '../support/api.js';
import { runningInstance, sharedInstance } from '../support/instance-fixture.js';

const LINK_COUNT = 25;

describeOnEachDatabase('lists', (make) => {
  const running = runningInstance(make);
  const made: LinkBody[] = [];

  const page = async (query: string): Promise<{ items: LinkBody[]; nextCursor: string | null }> => {
    const response = await running.api.call('get', `/api/v1/links?${query}`);
    expect(response.status).toBe(200);
    return response.body;
  };
  const keysOf = async (query: string) => (await page(query)).items.map(({ key }) => key);
  const allKeys = async (query: string, betweenPages: () => Promise<unknown> = async () => {}) => {
    const keys: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const found = await page(`${query}${cursor && `&cursor=${cursor}`}`);
      keys.push(...found.items.map(({ key }) => key));
      cursor = found.nextCursor;
      await betweenPages();
    }
    return keys;
  };

  beforeAll(async () => {
    for (let index = 0; index < LINK_COUNT; index++) {
      const tags = [...(index % 2 === 0 ? ['even'] : []), ...(index % 3 === 0 ? ['third'] : [])];
      made.push(
        await running.api.create({
          url: `https://example.com/${index}`,
          title: `Título ${index}`,
          externalId: `id-${index}`,
          tags,
        }),
      );
    }
  });

  it('is newest first, or oldest first when asked', async () => {
    const keys = made.map(({ key }) => key);
    expect(await keysOf('limit=200')).toEqual(keys.toReversed());
    expect(await keysOf('limit=200&order=createdAt')).toEqual(keys);
  });

  it('ends at the default limit of 50 or at the one given', async () => {
    const { items, nextCursor } = await page('limit=10');
    expect([items.length, typeof nextCursor]).toEqual([10, 'string']);
    expect(await page('')).toMatchObject({ nextCursor: null });
    expect(await page(`limit=${LINK_COUNT}`)).toMatchObject({ nextCursor: null });
  });

  it.each(['-createdAt', 'createdAt'])('walks through all links once by %s', async (order) => {
    const keys = await allKeys(`limit=7&order=${order}`);
    const expected = made.map(({ key }) => key);
    expect(keys).toEqual(order === 'createdAt' ? expected : expected.toReversed());
  });

  it('filters by tags, all of which must match', async () => {
    const indexed = (wanted: (index: number) => boolean) =>
      made
        .filter((_link, index) => wanted(index))
        .map(({ key }) => key)
        .toReversed();
    expect(await keysOf('tag=even')).toEqual(indexed((index) => index % 2 === 0));
    expect(await keysOf('tag=even&tag=third')).toEqual(indexed((index) => index % 6 === 0));
    expect(await keysOf('tag=Even')).toEqual([]);
    expect(await allKeys('tag=even&limit=4')).toEqual(indexed((index) => index % 2 === 0));
  });

  it('searches key, URL and title, whatever the case', async () => {
    const [first] = made;
    expect(await keysOf(`search=${encodeURIComponent('TÍTULO 7')}`)).toEqual([made[7]?.key]);
    expect(await keysOf('search=EXAMPLE.com/11')).toEqual([made[11]?.key]);
    expect(await keysOf(`search=${first?.key.toUpperCase()}`)).toEqual([first?.key]);
    expect(await keysOf(`search=${encodeURIComponent('%_')}`)).toEqual([]);
  });

  it('finds by external id and by exact destination', async () => {
    expect(await keysOf('externalId=id-4')).toEqual([made[4]?.key]);
    expect(await keysOf('externalId=id')).toEqual([]);
    expect(await keysOf(`url=${encodeURIComponent('https://example.com/1')}`)).toEqual([
      made[1]?.key,
    ]);
  });

  it('filters by the state that the link itself shows', async () => {
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
      const { items } = await page(`url=${encodeURIComponent(url)}&state=${state}`);
      expect(items.map((link) => [link.key, link.state])).toEqual([[key, state]]);
      await running.api.call('delete', `/api/v1/links/${key}`);
    }
    expect(await keysOf('state=exhausted')).toEqual([]);
  });

  it('does not shift its pages when links are added', async () => {
    const extra: string[] = [];
    const before = await allKeys('limit=200');
    const walked = await allKeys('limit=6', async () => {
      extra.push((await running.api.create({ url: 'https://example.com/new' })).key);
    });
    expect(walked).toEqual(before);
    for (const key of extra) await running.api.call('delete', `/api/v1/links/${key}`);
  });
});

describe('lists refuse', () => {
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
  ])('%s', async (query, pointer) => {
    const response = await running.api.call('get', `/api/v1/links?${query}`);
    expect([response.status, response.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});
