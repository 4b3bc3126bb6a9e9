import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { makeSqlite } from '../support/databases.js';
import { startInstance, type Instance } from '../support/instance.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { findNginx } from '../support/programs.js';

const MAX_URL_LENGTH = 8_192;
/** What the request line of nginx may have, less the method, the path and the version. */
const MAX_QUERY_LENGTH = 8_000;
const MAX_BULK_LINKS = 1_000;
/** More than nginx forgives both servers together (`max_fails`). */
const REPEATS = 8;

const program = findNginx();
const describeWithNginx = program === undefined ? describe.skip : describe;

const longUrl = (path: string): string =>
  `https://example.com/${path}`.padEnd(MAX_URL_LENGTH, 'abcdefghij');

describeWithNginx('behind nginx with docker/nginx.conf', () => {
  const instances: Instance[] = [];
  let drop: () => Promise<void>;
  let nginx: Nginx;
  let api: Api;

  beforeAll(async () => {
    const database = await makeSqlite('migrated');
    drop = () => database.drop();
    for (const _ of ['app-1', 'app-2']) {
      instances.push(await startInstance(database, { TRUST_PROXY: 'loopback' }));
    }
    const servers = instances.map(({ url }) => new URL(url).host);
    nginx = await startNginx(program ?? '', servers);
    api = await Api.of(nginx);
  }, 120_000);

  afterAll(async () => {
    await nginx?.stop();
    for (const instance of instances) await instance.stop();
    await drop?.();
  });

  /** Fails if an answer was lost in between, or made nginx turn away from a server. */
  async function repeat(send: () => Promise<void>): Promise<void> {
    for (let count = 0; count < REPEATS; count++) await send();
    expect(nginx.errors()).toBe('');
    const live = await Promise.all(
      Array.from({ length: REPEATS }, () => api.anonymously('get', '/health/live')),
    );
    expect(live.map(({ status }) => status)).toEqual(Array(REPEATS).fill(200));
  }

  it('the longest destination arrives', async () => {
    const url = longUrl('plain/');
    const { key } = await api.create({ url });
    await repeat(async () => {
      const { status, headers } = await api.anonymously('get', `/${key}`);
      expect([status, headers['location']]).toEqual([302, url]);
    });
  });

  it('the longest destination with the longest query of a visitor arrives', async () => {
    const url = longUrl('forward/');
    const { key } = await api.create({ url, forwardQuery: true });
    const query = `q=${'x'.repeat(MAX_QUERY_LENGTH)}`;
    await repeat(async () => {
      const { status, headers } = await api.anonymously('get', `/${key}?${query}`);
      expect([status, headers['location']]).toEqual([302, `${url}?${query}`]);
    });
  });

  it('the longest request and the longest pages of the API arrive', async () => {
    const links = Array.from({ length: MAX_BULK_LINKS }, (_, index) => ({
      url: longUrl(`bulk/${index}/`),
    }));
    const bulk = await api.post({ links }, '/api/v1/links/bulk');
    expect(bulk.status).toBe(201);
    expect((bulk.body as { results: unknown[] }).results).toHaveLength(MAX_BULK_LINKS);
    await repeat(async () => {
      const { status, body } = await api.call('get', '/api/v1/links?limit=200');
      expect(status).toBe(200);
      expect((body as { items: unknown[] }).items).toHaveLength(200);
    });
  }, 60_000);
});
