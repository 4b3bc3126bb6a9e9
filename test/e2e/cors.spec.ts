import { describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { runningInstance, sharedInstance } from '../support/instance-fixture.js';

const LINKS = '/api/v1/links';
const LISTED = 'https://app.example';
const PREFLIGHT = {
  'Access-Control-Request-Method': 'PATCH',
  'Access-Control-Request-Headers': 'authorization,content-type,if-match',
};

const namesOf = (headers: object) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('the API for web pages of other origins', () => {
  describe('unless told otherwise', () => {
    const running = sharedInstance(makeSqlite);

    it('is not there', async () => {
      const { headers } = await running.api.call('get', LINKS, (test) =>
        test.set('Origin', LISTED),
      );
      expect(namesOf(headers)).toEqual([]);
    });

    it('takes a preflight for a method that it lacks', async () => {
      const response = await fetch(running.instance.url + LINKS, {
        method: 'OPTIONS',
        headers: { Origin: LISTED, ...PREFLIGHT },
      });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    });
  });

  describe('with CORS_ORIGINS', () => {
    const running = runningInstance(makeSqlite, {
      CORS_ORIGINS: `${LISTED}, http://localhost:5173`,
    });

    const preflight = (origin: string, path = LINKS) =>
      fetch(running.instance.url + path, {
        method: 'OPTIONS',
        headers: { Origin: origin, ...PREFLIGHT },
      });

    it.each([LISTED, 'http://localhost:5173'])('is open to %s', async (origin) => {
      const { status, headers } = await running.api.call('get', LINKS, (test) =>
        test.set('Origin', origin),
      );
      expect([status, headers['access-control-allow-origin']]).toEqual([200, origin]);
      expect(headers['vary']).toMatch(/\bOrigin\b/);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['access-control-expose-headers']?.split(',')).toEqual(
        expect.arrayContaining(['ETag', 'Location', 'Retry-After', 'X-Request-Id']),
      );
    });

    it('answers a preflight without a key, and says what may be sent', async () => {
      const { status, headers } = await preflight(LISTED);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, LISTED]);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('access-control-allow-methods')).toContain('PATCH');
      expect(headers.get('access-control-allow-headers')?.split(',')).toEqual([
        'Authorization',
        'X-Api-Key',
        'Content-Type',
        'If-Match',
        'If-None-Match',
        'Idempotency-Key',
        'X-Request-Id',
      ]);
    });

    it.each([
      'null',
      'http://app.example',
      'https://app.example.evil.test',
      'https://evil-app.example',
      'https://evil.test/https://app.example',
      'https://sub.app.example',
      'https://app.example:8443',
      'HTTPS://APP.EXAMPLE',
      'https://app.example, https://evil.test',
    ])('is closed to %s', async (origin) => {
      const read = await running.api.call('get', LINKS, (test) => test.set('Origin', origin));
      expect(read.headers['access-control-allow-origin']).toBeUndefined();
      // Or a cache would give this answer to the page that may read it.
      expect(read.headers['vary']).toMatch(/\bOrigin\b/);
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    });

    it('lets a page read why it failed', async () => {
      const { status, headers } = await running.api.anonymously('get', LINKS, (test) =>
        test.set('Origin', LISTED),
      );
      expect([status, headers['access-control-allow-origin']]).toEqual([401, LISTED]);
    });

    it('opens nothing but the API', async () => {
      const { key } = await running.api.create({ url: 'https://example.com/' });
      for (const path of [`/${key}`, '/unknown', '/health/live', '/docs', '/docs/openapi.json']) {
        const { headers } = await fetch(running.instance.url + path, {
          redirect: 'manual',
          headers: { Origin: LISTED },
        });
        expect([path, namesOf(Object.fromEntries(headers))]).toEqual([path, []]);
        expect([path, (await preflight(LISTED, path)).status]).toEqual([path, 405]);
      }
    });

    it('takes an OPTIONS that is no preflight for a method that it lacks', async () => {
      const response = await fetch(running.instance.url + LINKS, { method: 'OPTIONS' });
      expect(response.status).toBe(405);
    });
  });
});
