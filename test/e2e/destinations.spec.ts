import { describe, expect, it } from '@jest/globals';
import { EXACT_DESTINATIONS, SERIALIZED_DESTINATIONS } from '../corpus/exact-destinations.js';
import { HOSTILE_DESTINATIONS } from '../corpus/hostile-destinations.js';
import { makeSqlite } from '../support/databases.js';
import { rawRequest } from '../support/raw-request.js';
import { runningInstance } from '../support/instance-fixture.js';

describe('destinations', () => {
  const running = runningInstance(makeSqlite, { PUBLIC_URL: 'https://sho.rt' });

  /** Both from the database and from memory. */
  async function expectToArriveAt(given: string, stored: string): Promise<void> {
    const { key, url } = await running.api.create({ url: given });
    expect(url).toBe(stored);
    for (const _readThenCached of [1, 2]) {
      const { headers } = await rawRequest(running.instance.url, `GET /${key} HTTP/1.1`);
      expect(headers['location']).toBe(stored);
    }
  }

  it('come back byte for byte when they are valid', async () => {
    for (const url of EXACT_DESTINATIONS) await expectToArriveAt(url, url);
  });

  it('come back as the URL Standard writes them otherwise', async () => {
    for (const [given, stored] of SERIALIZED_DESTINATIONS) await expectToArriveAt(given, stored);
  });

  it('are refused when they are hostile, in a new link and in an old one', async () => {
    const { key } = await running.api.create({ url: 'https://example.com/' });
    for (const url of Object.values(HOSTILE_DESTINATIONS).flat()) {
      const create = await running.api.post({ url });
      const patch = await running.api.call('patch', `/api/v1/links/${key}`, (test) =>
        test.send({ url }),
      );
      for (const { status, body } of [create, patch]) {
        expect([url, status, body.errors[0].pointer]).toEqual([url, 400, '/url']);
      }
    }
  });
});
