import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.js';
import { TEST_API_KEY } from '../support/environment.js';
import {
  PREFIX,
  PREFIX_EDITS,
  startBelowPrefix,
  type PrefixedService,
} from '../support/nginx-prefix.js';
import type { Nginx } from '../support/nginx.js';
import { findNginx } from '../support/programs.js';

const DESTINATION = 'https://example.com/a?b=c';
const LINKS = '/api/v1/links';

const program = findNginx();
const describeWithNginx = program === undefined ? describe.skip : describe;

describeWithNginx('below a path prefix that nginx strips', () => {
  let service: PrefixedService;
  let nginx: Nginx;
  let api: Api;

  beforeAll(async () => {
    service = await startBelowPrefix(program ?? '');
    ({ nginx, api } = service);
  }, 60_000);

  afterAll(async () => service?.stop());

  const get = (url: string | URL): Promise<Response> =>
    fetch(url, { headers: { Authorization: `Bearer ${TEST_API_KEY}` }, redirect: 'manual' });

  it.each(['plain', 'grüße-👍'])('the short URL of %s leads to the destination', async (alias) => {
    const { shortUrl } = await api.create({ url: DESTINATION, alias });
    expect(shortUrl).toBe(`${nginx.url}/${encodeURIComponent(alias)}`);
    const { status, headers } = await get(shortUrl);
    expect([status, headers.get('location')]).toEqual([302, DESTINATION]);
  });

  it('the Location of each 201 leads to what was created', async () => {
    const link = await api.post({ url: DESTINATION });
    const upserted = await api.call('put', `${LINKS}/by-external-id/a%2Fb`, (test) =>
      test.send({ url: DESTINATION }),
    );
    for (const { status, headers, body } of [link, upserted]) {
      expect([status, headers['location']]).toEqual([201, `${PREFIX}${LINKS}/${body.key}`]);
      const read = await get(new URL(headers['location'] ?? '', nginx.url));
      expect([read.status, await read.json()]).toEqual([200, body]);
    }
    expect(upserted.body.externalId).toBe('a/b');
    const apiKey = await api.post({ name: 'test', scopes: ['admin'] }, '/api/v1/admin/api-keys');
    expect(apiKey.headers['location']).toBe(`${PREFIX}/api/v1/admin/api-keys/${apiKey.body.id}`);
  });

  it('a repeated request gets the same Location', async () => {
    const send = () =>
      api.call('post', LINKS, (test) =>
        test.set('Idempotency-Key', 'prefix').send({ url: DESTINATION }),
      );
    const [first, second] = [await send(), await send()];
    expect(first.headers['location']).toBe(`${PREFIX}${LINKS}/${first.body.key}`);
    expect(second.headers).toMatchObject({
      location: first.headers['location'],
      'idempotency-replayed': 'true',
    });
  });

  it('the server of the OpenAPI document is the API', async () => {
    const url = `${nginx.url}/docs/openapi.json`;
    const document = (await (await get(url)).json()) as { servers: { url: string }[] };
    expect(document.servers).toHaveLength(1);
    const server = new URL(document.servers[0]?.url ?? '', url);
    expect(server.href).toBe(nginx.url);
    expect((await get(`${server.href}${LINKS}`)).status).toBe(200);
  });

  it.each(['/docs', '/docs/', '/docs/index.html'])('every file of %s loads', async (path) => {
    const url = `${nginx.url}${path}`;
    const page = await (await get(url)).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files)
      expect([file, (await get(new URL(file, url))).status]).toEqual([file, 200]);
  });

  it('robots.txt names the paths below the prefix, at the root of the host too', async () => {
    const text = (await api.anonymously('get', '/robots.txt')).text;
    const disallowed = [...text.matchAll(/^Disallow: (.*)$/gm)].map(([, path]) => path);
    expect(disallowed.length).toBeGreaterThan(5);
    for (const path of disallowed) expect(path).toMatch(/^\/s\/./);
    expect(await (await get(new URL('/robots.txt', nginx.url))).text()).toBe(text);
  });

  it('destinations may be elsewhere on the host, but not below the prefix', async () => {
    const { origin } = new URL(nginx.url);
    for (const path of ['/products/a', '/shop', '/']) {
      const { status, body } = await api.post({ url: origin + path });
      expect([status, body.url]).toEqual([201, origin + path]);
    }
    for (const path of [PREFIX, `${PREFIX}/plain`, '/x/../s/plain', '//s/plain', '/%73/plain']) {
      const { status, body } = await api.post({ url: origin + path });
      expect([path, status, body.errors]).toEqual([
        path,
        400,
        [{ pointer: '/url', detail: 'url must not lead back to this service' }],
      ]);
    }
  });

  it('is configured as docs/operations.md says', () => {
    const documented = readFileSync('docs/operations.md', 'utf8');
    for (const line of PREFIX_EDITS.flatMap(([, lines]) => lines)) {
      expect(documented).toContain(`\n${line}\n`);
    }
  });
});
