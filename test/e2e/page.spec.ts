import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { startInstance } from '../support/instance.js';
import { runningInstance, sharedInstance } from '../support/instance-fixture.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

const ASSETS = readdirSync('dist/web/assets').filter((name) => !/\.(?:br|gz)$/.test(name));
const SCRIPT = `/admin/assets/${ASSETS.find((name) => /^index-.*\.js$/.test(name))}`;

/** The bytes as they are sent, for a path as it is given. `fetch` decodes bodies and normalises paths. */
async function getBytes(baseUrl: string, path: string, headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(baseUrl);
  const call = request({ hostname, port, path, headers }).end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  const { statusCode: status, headers: received } = response;
  return { status, headers: received, body: await buffer(response) };
}

describe('the admin page', () => {
  const running = sharedInstance(makeSqlite);
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(running.instance.url + path, { redirect: 'manual', headers, method });

  it('is at /admin/, where /admin leads by a relative address', async () => {
    for (const [path, location] of [
      ['/admin', 'admin/'],
      ['/admin?url=https%3A%2F%2Fexample.com', 'admin/?url=https%3A%2F%2Fexample.com'],
    ] as const) {
      const { status, headers } = await get(path);
      expect([status, headers.get('location')]).toEqual([302, location]);
    }
    const { status, headers } = await get('/admin/');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/admin/', SCRIPT, '/admin/icon.svg', '/admin/manifest.webmanifest'])(
    '%s lets nothing run that is not a file of this service',
    async (path) => {
      const { status, headers } = await get(path);
      expect(status).toBe(200);
      expect(headers.get('content-security-policy')).toBe(POLICY);
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-robots-tag')).toBe('noindex');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
    },
  );

  it('has files that may be kept for ever, except those whose name does not change', async () => {
    for (const name of ASSETS) {
      const { status, headers } = await get(`/admin/assets/${name}`);
      expect([name, status, headers.get('cache-control')]).toEqual([
        name,
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
    for (const name of ['', 'index.html', 'icon.svg', 'manifest.webmanifest']) {
      const { headers } = await get(`/admin/${name}`);
      expect([name, headers.get('cache-control')]).toEqual([name, 'no-cache']);
    }
  });

  it('names every file by an address relative to itself', async () => {
    const html = await (await get('/admin/')).text();
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(address).toMatch(/^\.\//);
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('is compressed as %s for clients that take it', async (coding, decompress) => {
    const original = readFileSync(`dist/web/${SCRIPT.slice('/admin/'.length)}`);
    const response = await getBytes(running.instance.url, SCRIPT, {
      'Accept-Encoding': `${coding}, identity;q=0.5`,
    });
    expect(response.headers).toMatchObject({ 'content-encoding': coding, vary: 'Accept-Encoding' });
    expect(Number(response.headers['content-length'])).toBe(response.body.length);
    expect(decompress(response.body).equals(original)).toBe(true);
  });

  it.each(['identity', 'br;q=0, gzip;q=0', ''])(
    'is sent as it is for "Accept-Encoding: %s"',
    async (accepted) => {
      const response = await getBytes(running.instance.url, SCRIPT, {
        'Accept-Encoding': accepted,
      });
      expect(response.headers['content-encoding']).toBeUndefined();
      expect(response.body).toEqual(readFileSync(`dist/web/${SCRIPT.slice('/admin/'.length)}`));
    },
  );

  it('has a strong ETag for each form, and answers 304 to any of them', async () => {
    const etags = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (coding) => {
        const { headers } = await getBytes(running.instance.url, SCRIPT, {
          'Accept-Encoding': coding,
        });
        return String(headers['etag']);
      }),
    );
    expect(new Set(etags).size).toBe(3);
    for (const etag of etags) {
      expect(etag).toMatch(/^"[\w-]{43,}"$/);
      const response = await get(SCRIPT, { 'If-None-Match': etag });
      expect([response.status, await response.text()]).toEqual([304, '']);
    }
    expect((await get(SCRIPT, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const [head, whole] = [await get(SCRIPT, {}, 'HEAD'), await get(SCRIPT)];
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const name of ['content-length', 'etag', 'content-type', 'cache-control']) {
      expect([name, head.headers.get(name)]).toEqual([name, whole.headers.get(name)]);
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
    const { status, headers } = await get('/admin/', {}, method);
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    '/admin/nothing',
    '/admin/assets/',
    '/admin/assets/nothing.js',
    '/admin/../package.json',
    '/admin/%2e%2e/package.json',
    '/admin/..%2f..%2fpackage.json',
    '/admin/assets/../../complete',
    '/admin/assets/..%5c..%5ccomplete',
    '/admin//etc/passwd',
    '/admin/index.html%00',
    '/admin/index.html.br',
    '/admin/admin',
  ])('has no %s', async (path) => {
    // Without the normalisation of `fetch`.
    const { status } = await getBytes(running.instance.url, path);
    expect(status).toBe(404);
  });

  it('is told from keys by case, and its name can be no key', async () => {
    expect((await get('/Admin/')).status).toBe(404);
    for (const alias of ['admin', 'Admin']) {
      const { status } = await running.api.post({ url: 'https://example.com/', alias });
      expect(status).toBe(400);
    }
  });
});

describe('with ADMIN_PAGE=false', () => {
  const running = runningInstance(makeSqlite, { ADMIN_PAGE: 'false' });

  it.each(['/admin', '/admin/', '/admin/index.html', SCRIPT])('there is no %s', async (path) => {
    const { status } = await fetch(running.instance.url + path);
    expect(status).toBe(404);
  });
});

describe('a deployed copy', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'shortcore-deployed-'));
    for (const name of ['package.json', 'dist']) {
      cpSync(name, join(copy, name), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  const statusOfPage = async (): Promise<[status: number, output: string]> => {
    const database = await makeSqlite();
    const instance = await startInstance(database, {}, copy);
    const { status } = await fetch(`${instance.url}/admin/`);
    await instance.stop();
    await database.drop();
    return [status, instance.output()];
  };

  it('has the page', async () => {
    const [status, output] = await statusOfPage();
    expect([status, output]).toEqual([200, expect.not.stringContaining('admin page')]);
  });

  it('runs without dist/web, and says that the page is off', async () => {
    rmSync(join(copy, 'dist', 'web'), { recursive: true });
    const [status, output] = await statusOfPage();
    expect([status, output]).toEqual([
      404,
      expect.stringContaining('The admin page is off: dist/web is not built'),
    ]);
  });
});
