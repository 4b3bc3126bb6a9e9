import { describe, expect, it } from '@jest/globals';
import { EXACT_DESTINATIONS, SERIALIZED_DESTINATIONS } from '../corpus/exact-destinations.js';
import { HOSTILE_DESTINATIONS } from '../corpus/hostile-destinations.js';
import { makeSqlite } from '../support/databases.js';
import { rawRequest } from '../support/raw-request.js';
import { runningInstance } from '../support/instance-fixture.js';

describe('destinations', () => {
  const running = runningInstance(makeSqlite, { PUBLIC_URL: 'https://sho.rt' });

  /** Follows the link twice: once from the database and once from the cache. */
  async function expectLocation(given: string, stored: string): Promise<void> {
    const { key, url } = await running.api.create({ url: given });
    expect(url).toBe(stored);
    for (const _readThenCached of [1, 2]) {
      const { headers } = await rawRequest(running.instance.url, `GET /${key} HTTP/1.1`);
      expect(headers['location']).toBe(stored);
    }
  }

  it('are stored byte for byte if they are valid ASCII URLs', async () => {
    for (const url of EXACT_DESTINATIONS) await expectLocation(url, url);
  });

  it('are stored as the URL Standard serialises them otherwise', async () => {
    for (const [given, stored] of SERIALIZED_DESTINATIONS) await expectLocation(given, stored);
  });

  it('are refused in POST and PATCH if the policy does not allow them', async () => {
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
