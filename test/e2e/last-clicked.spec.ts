import { expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';
import { countedStats } from '../support/statistics.js';
import { AMERICAN, BOT, visit } from '../support/visitors.js';

const QUARTER_MS = 900_000;

describeOnEachDatabase('the last click on a link', (make) => {
  const running = sharedInstance(make);
  const create = async (note: string) =>
    (await running.api.create({ url: 'https://example.com/', note })).key;
  const read = async (key: string) => (await running.api.call('get', `/api/v1/links/${key}`)).body;
  const list = async (query: string) =>
    (await running.api.call('get', `/api/v1/links?${query}`)).body;

  it('is the quarter of an hour in which a human clicked, and orders lists', async () => {
    const startMs = Date.now();
    const [first, byBots, second] = [
      await create('by click'),
      await create('by click'),
      await create('by click'),
    ];
    await visit(running.instance.url, `/${byBots}`, BOT);
    await visit(running.instance.url, `/${first}`, AMERICAN);
    await visit(running.instance.url, `/${first}`, AMERICAN, 'HEAD');
    await countedStats(running.api, byBots, 1);
    await countedStats(running.api, first, 1);
    const { lastClickedAt } = await read(first);
    const clickedMs = Date.parse(lastClickedAt);
    expect(clickedMs % QUARTER_MS).toBe(0);
    expect(clickedMs).toBeGreaterThan(startMs - QUARTER_MS);
    expect(clickedMs).toBeLessThanOrEqual(Date.now());
    expect([await read(byBots), await read(second)]).toMatchObject([
      { lastClickedAt: null, clicks: { bots: 1 } },
      { lastClickedAt: null },
    ]);
    const query = `order=-lastClickedAt&search=${encodeURIComponent('by click')}&limit=2`;
    const page = await list(query);
    const next = await list(`${query}&cursor=${page.nextCursor}`);
    expect(next.nextCursor).toBeNull();
    const keys = [...page.items, ...next.items].map((link: { key: string }) => link.key);
    expect(keys).toEqual([first, second, byBots]);
  });

  it('has cursors of its own', async () => {
    await create('one');
    await create('two');
    const { nextCursor } = await list('limit=1&order=createdAt');
    const path = `/api/v1/links?order=-lastClickedAt&cursor=${nextCursor}`;
    const { status, body } = await running.api.call('get', path);
    expect([status, body.errors[0].pointer]).toEqual([400, '?cursor']);
  });
});
