import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type LinkBody } from '../support/api.js';
import { describeOnEachDatabase, makeSqlite, type TestDatabase } from '../support/databases.js';
import { requestMany } from '../support/concurrent-requests.js';
import { startInstance, type Instance } from '../support/instance.js';
import { sharedInstance } from '../support/instance-fixture.js';
import { countedStats } from '../support/statistics.js';
import { AMERICAN, BOT, visit } from '../support/visitors.js';

const INSTANCE_COUNT = 4;
/** Clients and instances share the cores of one machine. */
const LOAD_TIMEOUT_MS = 180_000;
const LINKS = '/api/v1/links';
const BAD_LIMITS = [0, -1, 1.5, '5', true, [5], 1e13];

describeOnEachDatabase('a click limit', (make) => {
  let database: TestDatabase;
  const instances: Instance[] = [];
  let api: Api;
  /** One for each instance. `api` uses the first. */
  let urls: readonly string[];

  beforeAll(async () => {
    database = await make();
    for (let count = 0; count < INSTANCE_COUNT; count++)
      instances.push(await startInstance(database));
    urls = instances.map(({ url }) => url);
    api = await Api.of(instances[0] as Instance);
  });
  afterAll(async () => {
    for (const instance of instances.splice(0)) await instance.stop('SIGKILL');
    await database.drop();
  });

  const limited = (maxClicks: number) => api.create({ url: 'https://example.com/', maxClicks });
  const patch = async (key: string, maxClicks: number | null): Promise<LinkBody> => {
    const send = api.call('patch', `${LINKS}/${key}`, (test) => test.send({ maxClicks }));
    const { status, body } = await send;
    expect(status).toBe(200);
    return body as LinkBody;
  };
  const follow = (key: string, index = 0, headers: Record<string, string> = AMERICAN) =>
    visit(String(urls[index % INSTANCE_COUNT]), `/${key}`, headers);
  const head = (key: string, index: number) =>
    visit(String(urls[index]), `/${key}`, AMERICAN, 'HEAD');
  const getState = async (key: string) => (await api.call('get', `${LINKS}/${key}`)).body.state;
  const listKeys = async (state: string): Promise<string[]> => {
    const { body } = await api.call('get', `${LINKS}?limit=200&state=${state}`);
    return body.items.map(({ key }: LinkBody) => key);
  };

  it(
    'of 100 allows exactly 100 of 10 000 redirects on 4 instances',
    async () => {
      const { key } = await limited(100);
      expect(await requestMany(urls, `/${key}`, 10_000)).toEqual({ 302: 100, 410: 9_900 });
      expect(await getState(key)).toBe('exhausted');
      expect(await listKeys('exhausted')).toContain(key);
      expect(await listKeys('active')).not.toContain(key);
      expect((await countedStats(api, key, 100)).clicks.total).toBe(100);
      expect(await requestMany(urls, `/${key}`, 100)).toEqual({ 410: 100 });
    },
    LOAD_TIMEOUT_MS,
  );

  it('does not count HEAD, which gets the same status as GET', async () => {
    const { key } = await limited(1);
    for (let index = 0; index < INSTANCE_COUNT; index++) expect(await head(key, index)).toBe(302);
    expect(await follow(key)).toBe(302);
    for (let index = 0; index < INSTANCE_COUNT; index++) expect(await head(key, index)).toBe(410);
  });

  it('counts bots and prefetches', async () => {
    const { key } = await limited(2);
    expect(await follow(key, 0, BOT)).toBe(302);
    expect(await follow(key, 1, { ...AMERICAN, 'Sec-Purpose': 'prefetch' })).toBe(302);
    expect(await follow(key, 2)).toBe(410);
    expect((await countedStats(api, key, 2)).clicks).toEqual({
      total: 1,
      humans: 0,
      bots: 1,
      prefetches: 1,
    });
  });

  it('allows exactly the difference when it is raised', async () => {
    const { key } = await limited(10);
    expect(await requestMany(urls, `/${key}`, 40)).toEqual({ 302: 10, 410: 30 });
    expect((await patch(key, 25)).state).toBe('active');
    expect(await requestMany(urls, `/${key}`, 1_000)).toEqual({ 302: 15, 410: 985 });
    await countedStats(api, key, 25);
  });

  it('is exhausted when it is lowered to the redirects already served, or below', async () => {
    const { key } = await limited(10);
    expect(await requestMany(urls, `/${key}`, 4)).toEqual({ 302: 4 });
    expect((await patch(key, 5)).state).toBe('active');
    expect((await patch(key, 4)).state).toBe('exhausted');
    expect(await requestMany(urls, `/${key}`, 8)).toEqual({ 410: 8 });
    expect((await patch(key, 3)).state).toBe('exhausted');
    expect(await requestMany(urls, `/${key}`, 8)).toEqual({ 410: 8 });
  });

  it('can be removed', async () => {
    const { key } = await limited(1);
    await requestMany(urls, `/${key}`, 8);
    expect(await patch(key, null)).toMatchObject({ maxClicks: null, state: 'active' });
    expect(await requestMany(urls, `/${key}`, 100)).toEqual({ 302: 100 });
    await countedStats(api, key, 101);
  });

  it('includes clicks from before it was set', async () => {
    const { key } = await api.create({ url: 'https://example.com/' });
    expect(await requestMany(urls, `/${key}`, 8)).toEqual({ 302: 8 });
    await countedStats(api, key, 8);
    expect((await patch(key, 8)).state).toBe('exhausted');
    expect(await requestMany(urls, `/${key}`, 8)).toEqual({ 410: 8 });
    expect((await patch(key, 10)).state).toBe('active');
    expect(await requestMany(urls, `/${key}`, 100)).toEqual({ 302: 2, 410: 98 });
    await countedStats(api, key, 10);
  });

  it('is independent of other settings', async () => {
    const { key } = await limited(2);
    expect(await follow(key, 1)).toBe(302);
    await api.call('patch', `${LINKS}/${key}`, (test) => test.send({ disabled: true }));
    expect([await follow(key, 2), await getState(key)]).toEqual([410, 'disabled']);
    await api.call('patch', `${LINKS}/${key}`, (test) => test.send({ disabled: false }));
    expect([await follow(key, 2), await follow(key, 3)]).toEqual([302, 410]);
  });
});

describe('a click limit on any database', () => {
  const running = sharedInstance(makeSqlite);

  it('must be a positive integer', async () => {
    const url = 'https://example.com/';
    const { key } = await running.api.create({ url, maxClicks: 5 });
    for (const maxClicks of BAD_LIMITS) {
      const created = await running.api.post({ url, maxClicks });
      const patched = await running.api.call('patch', `${LINKS}/${key}`, (test) =>
        test.send({ maxClicks }),
      );
      for (const { status, body } of [created, patched]) {
        expect([maxClicks, status]).toEqual([maxClicks, 400]);
        expect(body.type).toBe('urn:shortcore:problem:validation-failed');
        expect(body.errors[0].pointer).toBe('/maxClicks');
      }
    }
    expect(await running.api.create({ url, maxClicks: null })).toMatchObject({ maxClicks: null });
    expect((await running.api.call('get', `${LINKS}/${key}`)).body).toMatchObject({ maxClicks: 5 });
  });
});
