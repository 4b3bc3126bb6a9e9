import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { WITHOUT_FAST_PATH } from '../support/instance.js';
import { runningInstance, sharedInstance, type Shared } from '../support/instance-fixture.js';

const URL = 'https://example.com/a?b=c&d=%3Cscript%3E#e';
const PAGE = { Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };
const JSON_ONLY = { Accept: 'application/json' };
const PAST = '2020-01-01T00:00:00.000Z';
const LATE = 'https://example.com/too%2Flate?';

function callsOf(running: Shared) {
  return {
    get: (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(running.instance.url + path, { redirect: 'manual', headers, method }),
    ask: (path: string, headers: Record<string, string> = {}) =>
      running.api.anonymously('get', path, (test) => test.set(headers)),
    patch: (key: string, body: object) =>
      running.api.call('patch', `/api/v1/links/${encodeURIComponent(key)}`, (test) =>
        test.send(body),
      ),
    clicksOf: async (key: string) =>
      (await running.api.call('get', `/api/v1/links/${key}`)).body.clicks.total as number,
  };
}

describeOnEachDatabase('the preview of a link', (make) => {
  const running = sharedInstance(make);
  const { ask, patch } = callsOf(running);

  it('shows what a redirect would do, and what a change makes of it', async () => {
    const { key } = await running.api.create({ url: URL });
    const preview = async () => (await ask(`/${key}+`, JSON_ONLY)).body;
    const shortUrl = (await running.api.call('get', `/api/v1/links/${key}`)).body.shortUrl;
    const rest = { shortUrl, needsPassword: false, isLimited: false };
    expect(await preview()).toEqual({ ...rest, destinations: [URL] });
    await patch(key, { url: 'https://example.org/' });
    expect(await preview()).toEqual({ ...rest, destinations: ['https://example.org/'] });
    await patch(key, { disabled: true });
    expect((await ask(`/${key}+`)).status).toBe(410);
    await patch(key, { disabled: false, validFrom: '2999-01-01T00:00:00Z' });
    expect((await ask(`/${key}+`)).status).toBe(404);
    await patch(key, { validFrom: null, expiresAt: PAST, expiredUrl: LATE });
    expect((await ask(`/${key}+`)).status).toBe(410);
    await running.api.call('delete', `/api/v1/links/${key}`);
    expect((await ask(`/${key}+`)).status).toBe(410);
    expect((await ask('/no-such-link+')).status).toBe(404);
  });

  it('hides where a limited link leads, and takes none of its clicks', async () => {
    const { key } = await running.api.create({ url: URL, maxClicks: 1 });
    for (let look = 0; look < 3; look++) {
      const { body } = await ask(`/${key}+`, JSON_ONLY);
      expect(body).toMatchObject({ destinations: [], isLimited: true });
      expect((await ask(`/${key}+`, PAGE)).text).not.toContain('example.com');
    }
    expect((await ask(`/${key}`)).status).toBe(302);
    expect((await ask(`/${key}+`)).status).toBe(410);
  });
});

describe('the preview of a link on any database', () => {
  const running = sharedInstance(makeSqlite);
  const { get, clicksOf } = callsOf(running);

  it.each(['+', '%2B', '%2b', '+/', '%2B/', '+?utm_source=x', '+/?'])(
    'is asked for by %s at the end',
    async (suffix) => {
      const { key } = await running.api.create({ url: URL });
      const response = await get(`/${key}${suffix}`, PAGE);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
      expect(await response.text()).toContain('https://example.com/a?b=c&amp;d=%3Cscript%3E#e');
    },
  );

  it('finds a key in every spelling', async () => {
    await running.api.create({ url: URL, alias: '☀️-preview' });
    for (const key of ['☀️-preview', '☀-preview']) {
      expect((await get(`/${encodeURIComponent(key)}+`, JSON_ONLY)).status).toBe(200);
    }
  });

  it.each(['/+', '/++', '/a++', '/+a', '/%+', '/api+', `/${'a'.repeat(65)}+`, '/a%00+'])(
    'is not there for %s',
    async (path) => {
      expect([400, 404]).toContain((await get(path)).status);
    },
  );

  it('is a page unless JSON is asked for, is stored nowhere and listed by nobody', async () => {
    const { key } = await running.api.create({ url: URL });
    const answers = [
      [PAGE, 'text/html'],
      [{}, 'text/html'],
      [{ Accept: 'image/png' }, 'text/html'],
      [JSON_ONLY, 'application/json'],
      [{ Accept: 'application/json, text/html;q=0.5' }, 'application/json'],
    ] as const;
    for (const [headers, type] of answers) {
      const response = await get(`/${key}+`, headers);
      expect(response.headers.get('content-type')).toContain(type);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('vary')).toBe('Accept');
      expect(response.headers.get('x-robots-tag')).toBe('noindex');
      if (type !== 'text/html') continue;
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(
        /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src 'self';/,
      );
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await response.text()).not.toContain('<script');
    }
    const head = await get(`/${key}+`, PAGE, 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await get(`/${key}+`, {}, 'POST')).status).toBe(405);
  });

  it('says nothing of what belongs to the owner, and is no click', async () => {
    const owned = { title: 'Secret title', tags: ['secret-tag'], externalId: 'secret-id' };
    const { key } = await running.api.create({ url: URL, ...owned });
    const page = await (await get(`/${key}+`, PAGE)).text();
    expect(page).not.toMatch(/secret/i);
    await get(`/${key}`);
    await eventually(async () => (await clicksOf(key)) > 0);
    expect(await clicksOf(key)).toBe(1);
  });
});

describe('the preview on the Nest route', () => {
  const running = runningInstance(makeSqlite, { ...WITHOUT_FAST_PATH, LINK_PREVIEW: 'false' });
  const { get } = callsOf(running);

  it('is not there with LINK_PREVIEW=false', async () => {
    const { key } = await running.api.create({ url: URL });
    expect((await get(`/${key}+`, PAGE)).status).toBe(404);
    expect((await get(`/${key}`)).status).toBe(302);
    expect(await (await get('/')).text()).not.toContain('add a');
  });
});

describeOnEachDatabase('an expired or exhausted link', (make) => {
  const running = sharedInstance(make);
  const { ask, get, patch, clicksOf } = callsOf(running);

  const leads = async (key: string) => {
    const { status, headers } = await ask(`/${key}`);
    return status === 302 ? headers['location'] : status;
  };

  it('leads to its expiredUrl, and a disabled or deleted one nowhere', async () => {
    const { key } = await running.api.create({ url: URL, expiredUrl: LATE });
    expect(await leads(key)).toBe(URL);
    await patch(key, { expiresAt: PAST });
    for (const _readThenCached of [1, 2]) {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await get(`/${key}?x=1`, {}, method);
        expect([status, headers.get('location')]).toEqual([302, LATE]);
        expect([headers.get('cache-control'), headers.get('content-length')]).toEqual([
          'private, no-store',
          '0',
        ]);
      }
    }
    await patch(key, { expiredUrl: 'https://example.org/later' });
    expect(await leads(key)).toBe('https://example.org/later');
    await patch(key, { disabled: true });
    expect(await leads(key)).toBe(410);
    await patch(key, { disabled: false });
    expect(await leads(key)).toBe('https://example.org/later');
    await patch(key, { expiredUrl: null });
    expect(await leads(key)).toBe(410);
    await patch(key, { expiredUrl: LATE });
    await running.api.call('delete', `/api/v1/links/${key}`);
    expect(await leads(key)).toBe(410);
  });

  it('is not clicked by visitors that are sent to expiredUrl', async () => {
    const { key } = await running.api.create({ url: URL, maxClicks: 2, expiredUrl: LATE });
    const followed = [await leads(key), await leads(key), await leads(key), await leads(key)];
    expect(followed).toEqual([URL, URL, LATE, LATE]);
    await eventually(async () => (await clicksOf(key)) === 2);
    const other = await running.api.create({ url: URL });
    await leads(other.key);
    await eventually(async () => (await clicksOf(other.key)) === 1);
    expect(await clicksOf(key)).toBe(2);
  });

  it.each([
    ['javascript:alert(1)', 'must have one of the schemes'],
    ['http://127.0.0.1/', 'must not lead to a private address'],
    ['', 'is not an absolute URL'],
    [7, 'must be a string'],
  ])('cannot have the expiredUrl %j', async (expiredUrl, reason) => {
    const { key } = await running.api.create({ url: URL });
    const single = await running.api.post({ url: URL, expiredUrl });
    const patched = await patch(key, { expiredUrl });
    const bulk = await running.api.post(
      { links: [{ url: URL, expiredUrl }] },
      '/api/v1/links/bulk',
    );
    for (const problem of [single.body, patched.body, bulk.body.results[0].problem]) {
      expect(problem).toMatchObject({
        status: 400,
        errors: [
          { pointer: '/expiredUrl', detail: expect.stringContaining(`expiredUrl ${reason}`) },
        ],
      });
    }
  });

  it('is not the same as one without expiredUrl', async () => {
    const url = 'https://example.com/reused-or-not';
    const first = await running.api.create({ url, expiredUrl: LATE });
    const asked = await running.api.post({ url, reuseExisting: true });
    expect([asked.status, asked.body.key === first.key]).toEqual([201, false]);
  });
});

describe('expiredUrl on two instances', () => {
  it('holds on both when the call that sets it answers', async () => {
    const instances = await Instances.start(await makeSqlite(), 2);
    try {
      const { key } = await instances.api(0).create({ url: URL, expiresAt: PAST });
      for (const expiredUrl of [LATE, 'https://example.org/', null, LATE]) {
        const path = `/api/v1/links/${key}`;
        await instances.api(0).call('patch', path, (test) => test.send({ expiredUrl }));
        const expected = expiredUrl ?? '410';
        expect(await instances.follow(key)).toEqual([expected, expected]);
      }
    } finally {
      await instances.stop();
    }
  });
});

describe('the start page and the icon', () => {
  const running = sharedInstance(makeSqlite);
  const { get } = callsOf(running);

  it('say what the host is for, and nothing of the program', async () => {
    for (const method of ['GET', 'HEAD']) {
      const response = await get('/', PAGE, method);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
      const text = await response.text();
      if (method === 'GET') expect(text).toContain('<h1>A URL shortener</h1>');
      expect(text).not.toMatch(/shortcore|\d+\.\d+\.\d+(?!\.)/i);
    }
    expect((await get('/', {}, 'POST')).status).toBe(405);
  });

  it('are an SVG and an ICO that may be kept for a day', async () => {
    const types = {
      '/favicon.svg': 'image/svg+xml; charset=utf-8',
      '/favicon.ico': 'image/x-icon',
    };
    for (const [path, type] of Object.entries(types)) {
      const response = await get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
    }
    const ico = Buffer.from(await (await get('/favicon.ico')).arrayBuffer());
    const [size, offset] = [ico.readUInt32LE(14), ico.readUInt32LE(18)];
    expect([...ico.subarray(0, 6)]).toEqual([0, 0, 1, 0, 1, 0]);
    expect(offset + size).toBe(ico.length);
    expect(ico.toString('latin1', offset, offset + 4)).toBe('\x89PNG');
  });
});

describe('a service with URLs for visitors without a link', () => {
  const running = runningInstance(makeSqlite, {
    PUBLIC_URL: 'https://sho.rt/s',
    HOME_URL: 'https://example.com/home%2F?',
    NOT_FOUND_URL: 'https://example.com/search',
  });
  const { get } = callsOf(running);

  it('sends visitors of the start page to HOME_URL', async () => {
    for (const headers of [PAGE, {}]) {
      const { status, headers: given } = await get('/', headers);
      expect([status, given.get('location')]).toEqual([302, 'https://example.com/home%2F?']);
      expect(given.get('cache-control')).toBe('no-store');
    }
  });

  it('sends browsers with an unknown link to NOT_FOUND_URL, and programs nowhere', async () => {
    for (const path of ['/unknown', '/unknown+', '/unknown/?x']) {
      const { status, headers } = await get(path, PAGE);
      expect([status, headers.get('location')]).toEqual([302, 'https://example.com/search']);
      expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['no-store', 'Accept']);
      for (const other of [{}, JSON_ONLY]) expect((await get(path, other)).status).toBe(404);
    }
  });

  it('shows all others its pages, with paths below PUBLIC_URL', async () => {
    const { key } = await running.api.create({ url: URL });
    expect((await get('/a/b', PAGE)).status).toBe(404);
    const preview = await (await get(`/${key}+`, PAGE)).text();
    expect(preview).toContain('href="/s/favicon.svg"');
    expect(preview).toContain(`href="https://sho.rt/s/${key}" rel=`);
    await running.api.call('delete', `/api/v1/links/${key}`);
    const gone = await get(`/${key}`, PAGE);
    expect([gone.status, (await gone.text()).includes('href="/s/favicon.svg"')]).toEqual([
      410,
      true,
    ]);
  });
});

describe('a script that a stranger plants', () => {
  const running = sharedInstance(makeSqlite);
  const { get } = callsOf(running);
  const texts: string[] = [];

  beforeAll(async () => {
    const hostile = `https://example.com/"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
    const { key } = await running.api.create({ url: hostile });
    for (const path of [`/${key}+`, '/<script>alert(3)</script>', '/%22%3E%3Cscript%3Ealert(4)+']) {
      texts.push(await (await get(path, PAGE)).text());
    }
  });

  it('is text on every page', () => {
    expect(texts[0]).toContain('Full address');
    for (const text of texts) expect(text).not.toMatch(/<script|<img|onerror='/);
  });
});
