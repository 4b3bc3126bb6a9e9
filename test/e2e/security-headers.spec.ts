import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { WITHOUT_FAST_PATH } from '../support/instance.js';
import { runningInstance, sharedInstance, type Running } from '../support/instance-fixture.js';

const OF_HELMET = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];

function directivesOf(policy: string | null): Map<string, string> {
  const directives = (policy ?? '').split(';').map((directive) => directive.trim());
  return new Map(
    directives.map((directive) => [
      directive.split(' ', 1)[0] ?? '',
      directive.slice(directive.indexOf(' ') + 1),
    ]),
  );
}

describe('the headers of an answer', () => {
  const running = sharedInstance(makeSqlite);
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(running.instance.url + path, { redirect: 'manual', headers });

  it.each(['/api/v1/links', '/api/v1/nothing', '/docs', '/health/live', '/metrics', '/robots.txt'])(
    'of %s are those of a page that does nothing but what it must',
    async (path) => {
      const { headers } = await get(path);
      expect([...headers.keys()]).toEqual(expect.arrayContaining(OF_HELMET));
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.has('x-powered-by')).toBe(false);
      const policy = directivesOf(headers.get('content-security-policy'));
      expect(policy.get('default-src')).toBe("'none'");
      expect(policy.get('frame-ancestors')).toBe("'none'");
    },
  );

  it.each([
    '/docs',
    '/docs/',
    '/docs/index.html',
    '/docs/swagger-ui-init.js',
    '/docs/openapi.json',
  ])('of %s let nothing run that is not a file of this service', async (path) => {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy');
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(directivesOf(policy).get('script-src')).toBe("'self'");
    expect(directivesOf(policy).get('style-src')).toBe("'self'");
  });

  it('of a page for a dead link let through its own style alone', async () => {
    const { headers } = await get('/no-such-link', { Accept: 'text/html' });
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = directivesOf(headers.get('content-security-policy'));
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('style-src')).toMatch(/^'sha256-[A-Za-z0-9+/]{43}='$/);
    expect([...policy.keys()]).not.toContain('script-src');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe.each<[string, Readonly<Record<string, string>>]>([
  ['from memory', {}],
  ['through Nest', WITHOUT_FAST_PATH],
])('the headers of a redirect %s', (_how, variables) => {
  const running: Running = runningInstance(makeSqlite, variables);
  let key: string;
  beforeAll(async () => {
    ({ key } = await running.api.create({ url: 'https://example.com/' }));
  });

  it('are its own and no more, as others would be the loss of the destination', async () => {
    for (let visit = 0; visit < 3; visit++) {
      const { headers } = await running.api.anonymously('get', `/${key}`);
      expect(Object.keys(headers).sort()).toEqual([
        'cache-control',
        'connection',
        'content-length',
        'date',
        'location',
        'x-request-id',
      ]);
    }
  });
});
