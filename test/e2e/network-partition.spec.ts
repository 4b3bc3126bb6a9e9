import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeOnEachServer, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { createCachedLink } from '../support/cached-link.js';
import { Proxy } from '../support/proxy.js';

const LINKS = '/api/v1/links';
const OLD = 'https://example.com/old';
const NEW = 'https://example.com/new';
const LEASE_MS = 3_000;

describeOnEachServer('an instance without connection to its database', (make) => {
  let instances: Instances;
  let proxy: Proxy;
  let partitioned: Record<string, string>;

  beforeAll(async () => {
    const database: TestDatabase = await make();
    instances = await Instances.start(database, 1);
    const proxied = await Proxy.to(database.url);
    proxy = proxied.proxy;
    partitioned = { DATABASE_URL: proxied.url, CACHE_TTL_SECONDS: '1' };
  });
  afterEach(() => instances.leave());
  afterAll(async () => {
    await instances.stop();
    proxy.close();
  });

  const edit = (key: string, url: string) =>
    instances.api(0).call('patch', `${LINKS}/${key}`, (test) => test.send({ url }));
  const isReady = async () =>
    (await instances.api(1).anonymously('get', '/health/ready')).status === 200;

  it.each(['cut', 'hang'] as const)(
    '(%s) serves cached links for CACHE_MAX_STALE_SECONDS, then 503',
    async (failure) => {
      await instances.join({ ...partitioned, CACHE_MAX_STALE_SECONDS: '8' });
      const key = await createCachedLink(instances, OLD);
      const cutAtMs = performance.now();
      proxy[failure]();
      expect((await edit(key, NEW)).status).toBe(200);
      expect(performance.now() - cutAtMs).toBeLessThan(LEASE_MS + 1_500);
      expect(await instances.follow(key)).toEqual([NEW, OLD]);
      expect(await isReady()).toBe(false);
      await sleep(cutAtMs + 8_500 - performance.now());
      expect(await instances.follow(key)).toEqual([NEW, '503']);
      proxy.restore();
      await eventually(isReady);
      expect(await instances.follow(key)).toEqual([NEW, NEW]);
    },
  );

  it('rejoins with an empty cache after it was evicted', async () => {
    await instances.join({ ...partitioned, CACHE_TTL_SECONDS: '3600' });
    const key = await createCachedLink(instances, OLD);
    const listIds = async () => {
      const { body } = await instances.api(0).call('get', '/api/v1/admin/instances');
      return body.items.map(({ id }: { id: string }) => id);
    };
    const before = await listIds();
    proxy.cut();
    await sleep(22_000);
    expect((await edit(key, NEW)).status).toBe(200);
    expect(await instances.follow(key)).toEqual([NEW, OLD]);
    proxy.restore();
    await eventually(isReady);
    expect(await instances.follow(key)).toEqual([NEW, NEW]);
    const after = await listIds();
    expect(after.filter((id: string) => before.includes(id))).toHaveLength(1);
  });
});
