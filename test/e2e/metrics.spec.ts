import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EVENT_LOOP_INTERVAL_MS } from '../../src/platform/metrics/metrics-registry.js';
import { makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { WITHOUT_FAST_PATH } from '../support/instance.js';
import { runningInstance } from '../support/instance-fixture.js';
import { instancesIn, readMetrics, scrape, sumOf } from '../support/metrics.js';
import { findPromtool } from '../support/programs.js';

const API_KEYS = '/api/v1/admin/api-keys';
const LINKS = '/api/v1/links';
const URL = 'https://example.com/';
const REDIRECTS = 'shortcore_redirects_total';
const API_REQUESTS = 'shortcore_api_requests_total';
/** How promtool ends if it can read the metrics and has something to say of a name. */
const LINTED = 3;
const promtool = findPromtool();

describe('the metrics', () => {
  const running = runningInstance(makeSqlite);
  const read = () => readMetrics(running.instance.url);
  const follow = (path: string, method = 'GET') =>
    fetch(running.instance.url + path, { method, redirect: 'manual' });

  /** How much the series have grown since the last call. */
  async function growth(work: () => Promise<unknown>) {
    const before = await read();
    await work();
    const after = await read();
    return (name: string, labels: Readonly<Record<string, string>> = {}): number =>
      sumOf(after, name, labels) - sumOf(before, name, labels);
  }

  describe('are shown', () => {
    it('as text of Prometheus that nobody may keep', async () => {
      const { status, headers } = await scrape(running.instance.url);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    });

    it('to keys with the scope stats:read, and to no others', async () => {
      const bearer = async (scope: string) => {
        const { body } = await running.api.post({ name: scope, scopes: [scope] }, API_KEYS);
        return { Authorization: `Bearer ${body.key as string}` };
      };
      const statuses = async (credentials: Readonly<Record<string, string>>) =>
        (await scrape(running.instance.url, credentials)).status;
      expect(await statuses(await bearer('stats:read'))).toBe(200);
      expect(await statuses({ 'X-Api-Key': TEST_API_KEY })).toBe(200);
      expect(await statuses(await bearer('links:read'))).toBe(403);
      expect(await statuses({ Authorization: 'Bearer none' })).toBe(401);
      expect(await statuses({})).toBe(401);
    });

    it('by GET and HEAD only', async () => {
      const head = await running.api.call('head', '/metrics');
      expect([head.status, head.text ?? '']).toEqual([200, '']);
      const post = await running.api.call('post', '/metrics');
      expect([post.status, post.headers['allow']]).toEqual([405, 'GET, HEAD']);
      expect((await running.api.call('get', '/metrics/x')).status).toBe(404);
    });
  });

  it('have the label instance, its id, on each series', async () => {
    const { body } = await running.api.call('get', '/api/v1/admin/instances');
    expect(instancesIn(await read())).toEqual(body.items.map(({ id }: { id: string }) => id));
  });

  it('count redirects by status and by the path that they take', async () => {
    const { key } = await running.api.create({ url: URL, alias: 'hot' });
    const { key: moved } = await running.api.create({ url: URL, redirectStatus: 308 });
    const { key: limited } = await running.api.create({ url: URL, maxClicks: 2 });
    const { key: gone } = await running.api.create({ url: URL });
    await running.api.call('patch', `${LINKS}/${gone}`, (test) => test.send({ disabled: true }));
    const grown = await growth(async () => {
      for (let count = 0; count < 8; count++) await follow(`/${key}`);
      await follow('/%68ot');
      await follow(`/${key}/?a=b`, 'HEAD');
      await follow(`/${moved}`);
      await follow(`/${moved}`);
      for (let count = 0; count < 3; count++) await follow(`/${limited}`);
      await follow(`/${gone}`);
      await follow('/unknown');
      await follow('/unknown');
      // These are no short links.
      for (const path of ['/', '/health/live', '/docs', '/x/y', `/${key}+`, '/metrics']) {
        await follow(path);
      }
    });
    const counts = ['fast_path', 'database', 'interceptor'].map((path) => [
      path,
      Object.fromEntries(
        ['301', '302', '308', '404', '410', '500', '503']
          .map((status) => [status, grown(REDIRECTS, { path, status })] as const)
          .filter(([, count]) => count !== 0),
      ),
      grown('shortcore_redirect_duration_seconds_count', { path }),
    ]);
    expect(counts).toEqual([
      ['fast_path', { 302: 9, 308: 1 }, 10],
      ['database', { 302: 1, 308: 1 }, 2],
      ['interceptor', { 302: 2, 404: 2, 410: 2 }, 6],
    ]);
    expect(grown(REDIRECTS)).toBe(18);
    expect(grown('shortcore_clicks_recorded_total')).toBe(13);
  });

  it('say how long redirects take', async () => {
    const { key } = await running.api.create({ url: URL });
    await follow(`/${key}`);
    const seconds = { path: 'fast_path' };
    const startMs = performance.now();
    const grown = await growth(async () => {
      for (let count = 0; count < 50; count++) await follow(`/${key}`);
    });
    const elapsedSeconds = (performance.now() - startMs) / 1000;
    const sum = grown('shortcore_redirect_duration_seconds_sum', seconds);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(elapsedSeconds);
    const bucket = (le: string) =>
      grown('shortcore_redirect_duration_seconds_bucket', { ...seconds, le });
    expect([bucket('10'), bucket('+Inf')]).toEqual([50, 50]);
    expect(bucket('0.00005')).toBeLessThanOrEqual(bucket('0.001'));
  });

  it('count the clicks, and those that are not in the statistics yet', async () => {
    const { key } = await running.api.create({ url: URL });
    await follow(`/${key}`);
    await eventually(async () => sumOf(await read(), 'shortcore_clicks_pending') === 0);
    const series = await read();
    expect(sumOf(series, 'shortcore_clicks_recorded_total')).toBeGreaterThan(0);
    expect(sumOf(series, 'shortcore_clicks_lost_total')).toBe(0);
    expect(sumOf(series, 'shortcore_journal_age_seconds')).toBeLessThan(30);
  });

  it('count what is answered from memory, and what is not', async () => {
    const { key } = await running.api.create({ url: URL });
    const grown = await growth(async () => {
      for (let count = 0; count < 5; count++) await follow(`/${key}`);
    });
    const names = ['hits_total', 'misses_total', 'links', 'evictions_total'];
    expect(names.map((name) => grown(`shortcore_cache_${name}`))).toEqual([4, 1, 1, 0]);
  });

  it('say how long changes take, and how many blocks of ids are reserved', async () => {
    const { key } = await running.api.create({ url: URL });
    const grown = await growth(() =>
      running.api.call('patch', `${LINKS}/${key}`, (test) => test.send({ title: 'x' })),
    );
    expect(grown('shortcore_invalidation_delay_seconds_count')).toBe(1);
    expect(grown('shortcore_invalidation_delay_seconds_sum')).toBeGreaterThan(0);
    const series = await read();
    expect(sumOf(series, 'shortcore_counter_blocks_total')).toBeGreaterThanOrEqual(1);
    expect(sumOf(series, 'shortcore_database_up')).toBe(1);
    expect(sumOf(series, 'shortcore_instances')).toBe(1);
    expect(sumOf(series, 'shortcore_instances_silent')).toBe(0);
  });

  it('count API requests by route and status, and not by paths that clients invent', async () => {
    const { key } = await running.api.create({ url: URL });
    const grown = await growth(async () => {
      for (let count = 0; count < 3; count++) await running.api.call('get', `${LINKS}/${key}`);
      await running.api.call('get', `${LINKS}/none`);
      await running.api.anonymously('get', `${LINKS}/${key}`);
      await running.api.call('get', `${LINKS}?limit=0`);
      for (let count = 0; count < 20; count++) await running.api.call('get', `/api/v1/x${count}`);
      await running.api.call('put', LINKS);
      await fetch(`${running.instance.url}${LINKS}/%`);
    });
    const route = `${LINKS}/:key`;
    expect(grown(API_REQUESTS, { route, status: '200' })).toBe(3);
    expect(grown(API_REQUESTS, { route, status: '404' })).toBe(1);
    expect(grown(API_REQUESTS, { route, status: '401' })).toBe(1);
    expect(grown(API_REQUESTS, { route: LINKS, status: '400' })).toBe(1);
    expect(grown(API_REQUESTS, { route: 'unknown', status: '404' })).toBe(20);
    expect(grown(API_REQUESTS, { route: 'unknown', status: '405' })).toBe(1);
    expect(grown(API_REQUESTS, { route: 'unknown', status: '400' })).toBe(1);
    expect(grown(API_REQUESTS)).toBe(28);
    expect(grown('shortcore_api_request_duration_seconds_count', { route })).toBe(5);
    expect(grown('shortcore_api_request_duration_seconds_count')).toBe(28);
  });

  it('include those of the process, and the delay of its event loop', async () => {
    const names = new Set((await read()).map(({ name }) => name));
    expect([...names]).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'process_start_time_seconds',
        'nodejs_eventloop_lag_seconds',
        'nodejs_eventloop_lag_p99_seconds',
        'nodejs_gc_duration_seconds_bucket',
        'nodejs_version_info',
      ]),
    );
  });

  it('have no series twice', async () => {
    const keys = (await read()).map(({ name, labels }) => JSON.stringify([name, labels]));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  (promtool === undefined ? it.skip : it)('are as promtool wants them', async () => {
    const input = await (await scrape(running.instance.url)).text();
    const { status, stdout, stderr } = spawnSync(promtool ?? '', ['check', 'metrics'], {
      input,
      encoding: 'utf8',
    });
    // The counter of ids is a thing of its own here, and no type.
    const accepted =
      "shortcore_counter_blocks_total metric name should not include type 'counter'\n";
    expect([status, stdout, stderr]).toEqual([LINTED, '', accepted]);
  });

  describe('that the documents name', () => {
    const BUILT_IN = ['job', 'instance', 'le'];
    let labelsOf: Map<string, ReadonlySet<string>>;

    beforeAll(async () => {
      // Each has a series now, those of requests too.
      await follow('/unknown');
      labelsOf = new Map();
      for (const { name, labels } of await read()) {
        const known = labelsOf.get(name) ?? [];
        labelsOf.set(name, new Set([...known, ...Object.keys(labels)]));
      }
    });

    /** What an expression of PromQL uses that is not there. */
    function unknownIn(expression: string): string[] {
      const used = expression.matchAll(/\b((?:shortcore|nodejs|process)_\w+)(?:\{([^}]*)\})?/g);
      const metrics = Array.from(used, ([, name = '', matchers = '']) => ({
        name,
        labels: Array.from(matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g), ([, label = '']) => label),
      }));
      const grouped = Array.from(expression.matchAll(/\b(?:by|without) \(([^)]*)\)/g), (found) =>
        (found[1] ?? '').split(',').map((label) => label.trim()),
      );
      const ofAll = metrics.flatMap(({ name }) => [...(labelsOf.get(name) ?? [])]);
      return [
        ...metrics.filter(({ name }) => !labelsOf.has(name)).map(({ name }) => name),
        ...metrics.flatMap(({ name, labels }) =>
          labels.filter((label) => ![...BUILT_IN, ...(labelsOf.get(name) ?? [])].includes(label)),
        ),
        ...grouped.flat().filter((label) => ![...BUILT_IN, ...ofAll].includes(label)),
      ];
    }

    it('exist, by Grafana', () => {
      const dashboard = readFileSync('docker/grafana/shortcore.json', 'utf8');
      const expressions = expressionsIn(JSON.parse(dashboard));
      expect(expressions.length).toBeGreaterThan(20);
      expect(expressions.flatMap(unknownIn)).toEqual([]);
    });

    it('show a loop without delay as 0, by the Grafana dashboard', () => {
      const dashboard = readFileSync('docker/grafana/shortcore.json', 'utf8');
      const ofLoop = expressionsIn(JSON.parse(dashboard)).filter((text) => /eventloop/.test(text));
      expect(ofLoop).toHaveLength(1);
      expect(ofLoop[0]).toContain(` - ${EVENT_LOOP_INTERVAL_MS / 1_000}, 0)`);
    });

    it('exist, by the alerts', () => {
      const rules = readFileSync('docker/prometheus/alerts.yml', 'utf8');
      expect(unknownIn(rules)).toEqual([]);
      expect(rules.match(/shortcore_\w+/g)?.length).toBeGreaterThan(5);
    });

    it('are searched for those that do not exist', () => {
      const wrong = [
        'sum(rate(shortcore_no_such_total[5m]))',
        'shortcore_redirects_total{route="x"}',
        'sum by (route, path) (shortcore_redirects_total)',
        'sum by (path) (shortcore_redirects_total{status=~"5.."})',
      ];
      expect(wrong.map(unknownIn)).toEqual([['shortcore_no_such_total'], ['route'], ['route'], []]);
    });

    it('are all there are, by docs/operations.md', () => {
      const text = readFileSync('docs/operations.md', 'utf8');
      const documented = Array.from(
        text.matchAll(/^\| `(shortcore_\w+)`/gm),
        ([, name = '']) => name,
      );
      const existing = [...labelsOf.keys()]
        .filter((name) => name.startsWith('shortcore_'))
        .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
      expect(documented.toSorted()).toEqual([...new Set(existing)].toSorted());
    });
  });
});

function expressionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    (key === 'expr' || key === 'definition') && typeof value === 'string'
      ? [value]
      : expressionsIn(value),
  );
}

describe('the metrics of an instance that logs each redirect', () => {
  const running = runningInstance(makeSqlite, WITHOUT_FAST_PATH);

  it('count every redirect as one of the interceptor', async () => {
    const { key } = await running.api.create({ url: URL });
    for (let count = 0; count < 3; count++) {
      await fetch(`${running.instance.url}/${key}`, { redirect: 'manual' });
    }
    const series = await readMetrics(running.instance.url);
    expect(sumOf(series, REDIRECTS)).toBe(3);
    expect(sumOf(series, REDIRECTS, { path: 'interceptor', status: '302' })).toBe(3);
  });
});
