import { expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { Method } from '../support/api.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

const LINKS = '/api/v1/links';
const API_KEYS = '/api/v1/admin/api-keys';
const URL = 'https://example.com/';

describeOnEachDatabase('the creator of a link', (make) => {
  const running = sharedInstance(make);

  async function createApiKey(name: string) {
    const scopes = ['links:read', 'links:write'];
    const { id, key } = (await running.api.post({ name, scopes }, API_KEYS)).body;
    const call = (
      method: Method,
      path: string,
      body: object,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<Response> =>
      running.api.anonymously(method, path, (test) =>
        test.set('X-Api-Key', key).set(headers).send(body),
      );
    return { id, name, call };
  }

  const read = async (key: string) => (await running.api.call('get', `${LINKS}/${key}`)).body;

  it('is the API key, whichever call creates it, and stays so', async () => {
    const { id, name, call } = await createApiKey('Über die Website');
    const createdBy = { id, name };
    const answers = [
      await call('post', LINKS, { url: URL }),
      await call('post', LINKS, { url: URL, tags: ['tagged'] }),
      await call('post', LINKS, { url: URL }, { 'Idempotency-Key': 'creator' }),
      await call('put', `${LINKS}/by-external-id/created`, { url: URL }),
    ];
    const bulk = await call('post', `${LINKS}/bulk`, { links: [{ url: URL }, { url: URL }] });
    const links = [
      ...answers.map(({ body }) => body),
      ...bulk.body.results.map(({ link }: { link: object }) => link),
    ];
    expect(links.map((link) => link.createdBy)).toEqual(links.map(() => createdBy));
    const { key } = links[3];
    const replaced = await running.api.call('put', `${LINKS}/by-external-id/created`, (test) =>
      test.send({ url: `${URL}other` }),
    );
    expect(replaced.body).toMatchObject({ key, version: 2, createdBy });
    expect(await read(key)).toMatchObject({ createdBy });
  });

  it('is shown after the key is revoked', async () => {
    const { id, name, call } = await createApiKey('revoked since');
    const { key, createdBy } = (await call('post', LINKS, { url: URL, alias: 'by-revoked' })).body;
    await running.api.call('delete', `${API_KEYS}/${id}`);
    expect(createdBy).toEqual({ id, name });
    expect(await read(key)).toMatchObject({ createdBy });
    const { items } = (await running.api.call('get', `${LINKS}?search=by-revoked`)).body;
    expect(items).toMatchObject([{ key, createdBy }]);
  });

  it('is not given by the client', async () => {
    const response = await running.api.post({ url: URL, createdBy: { id: 'x', name: 'y' } });
    expect([response.status, response.body.errors[0].pointer]).toEqual([400, '/createdBy']);
  });
});
