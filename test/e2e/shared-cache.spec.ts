import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { sharedInstance } from '../support/instance-fixture.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { findNginx } from '../support/programs.js';

const program = findNginx();
const describeWithNginx = program === undefined ? describe.skip : describe;

/** What may be kept is kept for ten minutes. */
const CACHE = [
  'proxy_cache_path cache keys_zone=all:1m;',
  'proxy_cache all;',
  'proxy_cache_valid any 10m;',
  'add_header X-Cache $upstream_cache_status always;',
];

function startCache(instanceUrl: string, settings: readonly string[] = []): Promise<Nginx> {
  const { host } = new URL(instanceUrl);
  const block = ['http {', ...CACHE, ...settings].join('\n');
  return startNginx(program ?? '', [host, host], {
    edit: (configuration) => configuration.replace('http {', block),
  });
}

const BEARER = { Authorization: `Bearer ${TEST_API_KEY}` };
const NO_KEYS: readonly Readonly<Record<string, string>>[] = [
  {},
  { Authorization: 'Bearer another-key-000000000' },
  { 'X-Api-Key': 'another-key-000000000' },
];

describeWithNginx.each<[string, string[]]>([
  ['keeps what it may keep', []],
  ['ignores Cache-Control', ['proxy_ignore_headers Cache-Control;']],
])('a shared cache that %s', (_what, settings) => {
  const running = sharedInstance(makeSqlite);
  let proxy: Nginx;
  let paths: string[];

  beforeAll(async () => {
    proxy = await startCache(running.instance.url, settings);
    const { key } = await running.api.create({ url: 'https://example.com/' });
    paths = [
      '/api/v1/links',
      `/api/v1/links/${key}`,
      `/api/v1/links/${key}/stats`,
      `/api/v1/links/${key}/qr.svg`,
      `/api/v1/links/${key}/qr.png`,
      `/api/v1/links/${key}/stats.csv`,
      '/api/v1/admin/stats',
      '/api/v1/admin/stats/top-links',
      '/api/v1/admin/instances',
      '/api/v1/admin/api-keys',
    ];
  });
  afterAll(() => proxy?.stop());

  it('gives the answers for one caller to no other', async () => {
    for (const path of paths) {
      const own = await fetch(proxy.url + path, { headers: BEARER });
      expect([path, own.status]).toEqual([path, 200]);
      for (const headers of NO_KEYS) {
        const { status } = await fetch(proxy.url + path, { headers });
        expect([path, headers, status]).toEqual([path, headers, 401]);
      }
    }
  });

  it('gives the refusal of one caller to no other', async () => {
    for (const path of [...paths, '/api/v1/nothing'].map((path) => `${path}?`)) {
      for (const headers of NO_KEYS) await fetch(proxy.url + path, { headers });
      const { status } = await fetch(proxy.url + path, { headers: BEARER });
      expect([path, status]).toEqual([path, path.startsWith('/api/v1/nothing') ? 404 : 200]);
    }
  });
});

describeWithNginx('a shared cache', () => {
  const running = sharedInstance(makeSqlite);
  let proxy: Nginx;
  beforeAll(async () => {
    proxy = await startCache(running.instance.url);
  });
  afterAll(() => proxy?.stop());

  const cacheStatusOf = async (path: string, headers = {}) =>
    (await fetch(proxy.url + path, { headers, redirect: 'manual' })).headers.get('x-cache');

  it('keeps what may be kept, so that these tests show something', async () => {
    // nginx stores a response a moment after it was sent.
    await eventually(async () => (await cacheStatusOf('/robots.txt')) === 'HIT');
  });

  it('keeps neither redirects nor pages nor what is true for a moment', async () => {
    const { key } = await running.api.create({ url: 'https://example.com/', cacheSeconds: 600 });
    const others = ['/unknown', '/health/live', '/health/ready', '/docs/openapi.json'];
    for (const path of [`/${key}`, ...others]) {
      for (const accept of ['text/html', '*/*', 'text/html']) {
        expect([path, await cacheStatusOf(path, { Accept: accept })]).toEqual([path, 'MISS']);
      }
    }
  });
});
