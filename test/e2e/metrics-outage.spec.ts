import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnOneServer, makeSqlite, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { instancesIn, readMetrics, readMetricsOf, scrape, sumOf } from '../support/metrics.js';
import { Proxy } from '../support/proxy.js';

const API_KEYS = '/api/v1/admin/api-keys';
/** Three times what is promised of one instance that does not answer, for a busy machine. */
const MAX_DELAY_MS = 3_000;

describeOnOneServer('the metrics, while the database is away,', (make) => {
  let database: TestDatabase;
  let proxy: Proxy;
  let instances: Instances;
  const keys: Record<string, string> = {};

  const statusOf = async (index: number, secret = ''): Promise<number> =>
    (await scrape(instances.url(index), { Authorization: `Bearer ${secret}` })).status;

  beforeAll(async () => {
    database = await make();
    const proxied = await Proxy.to(database.url);
    proxy = proxied.proxy;
    instances = await Instances.start({ ...database, url: proxied.url }, 2);
    // Of another machine.
    const directory = join(database.directory, 'other');
    await instances.join({ CACHE_MAX_STALE_SECONDS: '3', DATA_DIR: directory });
    const ids: Record<string, string> = {};
    for (const name of [
      'known to both',
      'known to one',
      'known to none',
      'revoked',
      'other scope',
    ]) {
      const scopes = [name === 'other scope' ? 'links:read' : 'stats:read'];
      const { body } = await instances.api(0).post({ name, scopes }, API_KEYS);
      keys[name] = body.key as string;
      ids[name] = body.id as string;
    }
    for (const name of ['known to both', 'revoked', 'other scope']) {
      for (const index of [0, 1, 2]) await statusOf(index, keys[name]);
    }
    await statusOf(1, keys['known to one']);
    await instances.api(0).call('delete', `${API_KEYS}/${ids['revoked']}`);
    proxy.cut();
    await eventually(
      async () => sumOf(await readMetrics(instances.url(0)), 'shortcore_database_up') === 0,
    );
  });
  afterAll(async () => {
    await instances.stop();
    proxy.close();
  });

  it('are those of all instances, with the database as down', async () => {
    for (const index of [0, 1]) {
      const series = await readMetricsOf(2, () => readMetrics(instances.url(index)));
      expect(sumOf(series, 'shortcore_database_up')).toBe(0);
    }
  });

  it.each([
    ['known to both', [200, 200]],
    ['known to none', [503, 503]],
    ['revoked', [401, 401]],
    ['other scope', [403, 403]],
  ])('answer a key that is %s as %p', async (name, statuses) => {
    expect([await statusOf(0, keys[name]), await statusOf(1, keys[name])]).toEqual(statuses);
  });

  it('answer a key that another instance knows', async () => {
    for (const index of [0, 1]) {
      await eventually(async () => (await statusOf(index, keys['known to one'])) === 200);
    }
  });

  it('are all that such a key may see', async () => {
    const headers = { 'X-Api-Key': keys['known to both'] ?? '' };
    const response = await fetch(`${instances.url(0)}/api/v1/links/x/stats`, { headers });
    expect(response.status).toBe(503);
  });

  it('are refused after CACHE_MAX_STALE_SECONDS', async () => {
    await eventually(async () => (await statusOf(2, keys['known to both'])) === 503);
  });

  it('need a key that is valid again when it is back', async () => {
    proxy.restore();
    await eventually(async () => (await statusOf(0, keys['known to none'])) === 200);
    expect(await statusOf(0, keys['revoked'])).toBe(401);
  });
});

describe('the metrics of a machine', () => {
  let instances: Instances;

  beforeAll(async () => {
    instances = await Instances.start(await makeSqlite(), 3);
  });
  afterAll(() => instances.stop());

  const read = () => readMetrics(instances.url(0));
  const sockets = (): string[] => {
    const directory = join(instances.database.directory, 'sockets');
    return readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.sock'))
      .map((name) => join(directory, name));
  };

  it('are those of all its instances, whichever is asked', async () => {
    const { key } = await instances.api(0).create({ url: 'https://example.com/' });
    for (const index of [0, 1, 1, 2, 2, 2]) await instances.follow(key, [index]);
    for (const index of [0, 1, 2]) {
      const series = await readMetricsOf(3, () => readMetrics(instances.url(index)));
      expect(sumOf(series, 'shortcore_instances')).toBe(3);
      const counts = instancesIn(series).map((instance) =>
        sumOf(series, 'shortcore_redirects_total', { instance }),
      );
      expect(counts.toSorted((one, other) => one - other)).toEqual([1, 2, 3]);
    }
  });

  it('are exchanged over sockets that no other user can reach', () => {
    const modes = sockets().map((path) => statSync(path).mode & 0o777);
    const directoryMode = statSync(dirname(sockets()[0] ?? '')).mode & 0o777;
    expect([modes, directoryMode]).toEqual([[0o600, 0o600, 0o600], 0o700]);
  });

  it('are shown without an instance that does not answer', async () => {
    await instances.pause(1);
    const startMs = performance.now();
    expect(instancesIn(await read()).length).toBeLessThan(3);
    expect(performance.now() - startMs).toBeLessThan(MAX_DELAY_MS);
    const series = await readMetricsOf(2, read);
    expect(sumOf(series, 'shortcore_instances_silent')).toBe(1);
    instances.resume(1);
    await readMetricsOf(3, read);
  });

  it('are shown without one that was killed, whose socket is removed', async () => {
    await instances.leave();
    expect(sockets()).toHaveLength(3);
    const series = await readMetricsOf(2, read);
    expect(sumOf(series, 'shortcore_instances_silent')).toBe(0);
    expect(sockets()).toHaveLength(2);
  });
});
