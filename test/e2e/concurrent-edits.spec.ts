import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { describeOnEachDatabase } from '../support/databases.js';
import { Instances } from '../support/instances.js';

const LINKS = '/api/v1/links';
const URL = 'https://example.com/';
const INSTANCE_COUNT = 4;
const CALLER_COUNT = 50;
const LINK_COUNT = 10;
const VERSION_COUNT = 10;

const byNumber = (one: number, other: number): number => one - other;

describeOnEachDatabase('concurrent requests for one link on four instances', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), INSTANCE_COUNT, {
      PUBLIC_URL: 'http://sho.rt',
    });
  });
  afterAll(() => instances.stop());

  const put = (caller: number, id: string, body: object, headers = {}): Promise<Response> =>
    instances
      .api(caller % INSTANCE_COUNT)
      .call('put', `${LINKS}/by-external-id/${id}`, (test) => test.set(headers).send(body));
  const fromAllCallers = (call: (caller: number) => Promise<Response>): Promise<Response[]> =>
    Promise.all(Array.from({ length: CALLER_COUNT }, (_, caller) => call(caller)));
  const count = (responses: readonly Response[], status: number): number =>
    responses.filter((response) => response.status === status).length;
  const versions = (responses: readonly Response[]): number[] =>
    responses.map(({ body }) => Number(body.version)).sort(byNumber);

  it.each([
    ['under a generated key', {}],
    ['with tags', { tags: ['together', 'put'] }],
    ['under an alias', { alias: 'together' }],
  ])('create one link %s and then replace it', async (name, fields) => {
    const id = encodeURIComponent(name);
    const responses = await fromAllCallers((caller) =>
      put(caller, id, { url: `${URL}${caller}`, ...fields }),
    );
    expect([count(responses, 201), count(responses, 200)]).toEqual([1, CALLER_COUNT - 1]);
    expect(new Set(responses.map(({ body }) => body.key)).size).toBe(1);
    expect(versions(responses)).toEqual(responses.map((_response, index) => index + 1));
    const listed = await instances.api(0).call('get', `${LINKS}?externalId=${id}`);
    expect(listed.body.items).toHaveLength(1);
    const last = responses.find(({ body }) => body.version === CALLER_COUNT);
    expect(listed.body.items[0]).toEqual(last?.body);
    expect(await instances.follow(last?.body.key)).toEqual(
      Array.from({ length: INSTANCE_COUNT }, () => last?.body.url),
    );
  });

  it('create one link with If-None-Match: *', async () => {
    const responses = await fromAllCallers((caller) =>
      put(caller, 'create-only', { url: `${URL}${caller}` }, { 'If-None-Match': '*' }),
    );
    expect([count(responses, 201), count(responses, 412)]).toEqual([1, CALLER_COUNT - 1]);
    const listed = await instances.api(1).call('get', `${LINKS}?externalId=create-only`);
    const [link] = listed.body.items;
    expect(link).toEqual(responses.find(({ status }) => status === 201)?.body);
  });

  it('create and replace while others delete', async () => {
    const puts = await Promise.all(
      Array.from({ length: CALLER_COUNT }, async (_, caller) => {
        const response = await put(caller, 'deleted-often', { url: `${URL}${caller}` });
        if (caller % 5 === 0) {
          await instances
            .api((caller + 1) % INSTANCE_COUNT)
            .call('delete', `${LINKS}/${response.body.key}`);
        }
        return response;
      }),
    );
    expect(count(puts, 200) + count(puts, 201)).toBe(CALLER_COUNT);
    const createdKeys = puts.filter(({ status }) => status === 201).map(({ body }) => body.key);
    expect(new Set(createdKeys).size).toBe(createdKeys.length);
    for (const { body } of puts) expect(createdKeys).toContain(body.key);
  });

  it('succeed once for two patches of the same version, 100 times', async () => {
    const patchTwiceEachVersion = async (): Promise<void> => {
      const { key } = await instances.api(0).create({ url: URL });
      const path = `${LINKS}/${key}`;
      const winners: string[] = [];
      for (let version = 1; version <= VERSION_COUNT; version++) {
        const add = (editor: number) =>
          instances
            .api(editor)
            .call('patch', path, (test) =>
              test
                .set('If-Match', `"${version}"`)
                .send({ tags: [...winners, `${version}-${editor}`] }),
            );
        const responses = await Promise.all([add(0), add(1)]);
        expect(responses.map(({ status }) => status).sort(byNumber)).toEqual([200, 412]);
        winners.push(`${version}-${responses.findIndex(({ status }) => status === 200)}`);
        const { body, headers } = await instances.api(2).call('get', path);
        expect([body.tags, headers['etag']]).toEqual([winners, `"${version + 1}"`]);
      }
    };
    await Promise.all(Array.from({ length: LINK_COUNT }, patchTwiceEachVersion));
  });
});
