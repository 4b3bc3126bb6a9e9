import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ApiKey } from '../../src/auth/api-key.entity.js';
import { hashSecretKey } from '../../src/auth/api-key.js';
import { IdempotencyKey } from '../../src/idempotency/idempotency-key.entity.js';
import { Link } from '../../src/link/link.entity.js';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { sharedInstance } from '../support/instance-fixture.js';

const LINKS = '/api/v1/links';
const BULK = '/api/v1/links/bulk';
const OTHER_API_KEY = 'key-of-somebody-else';
/** How long others wait for a silent instance. */
const LEASE_MS = 3_000;
const DAY_MS = 24 * 3_600_000;

describeOnEachDatabase('an idempotency key', (make) => {
  let instances: Instances;
  let dataSource: DataSource;

  beforeAll(async () => {
    instances = await Instances.start(await make(), 4);
    dataSource = await openDataSource(instances.database, [ApiKey, IdempotencyKey, Link]);
    await dataSource.manager.insert(ApiKey, {
      id: 'other',
      name: 'other',
      ...hashSecretKey(OTHER_API_KEY),
      scopes: ['links:write'],
      createdAtMs: Date.now(),
      expiresAtMs: null,
    });
  });
  afterAll(async () => {
    await dataSource.destroy();
    await instances.stop();
  });

  const post = (key: string, body: object, { at = 0, path = LINKS } = {}) =>
    instances.api(at).call('post', path, (test) => test.set('Idempotency-Key', key).send(body));
  const postAsAnother = (key: string, body: object) =>
    instances
      .api(0)
      .anonymously('post', LINKS, (test) =>
        test.set({ 'Idempotency-Key': key, 'X-Api-Key': OTHER_API_KEY }).send(body),
      );
  const createUrl = () => `https://example.com/${randomUUID()}`;
  const countLinks = (url: string) => dataSource.manager.countBy(Link, { url });

  it.each([['a generated key'], ['an alias'], ['tags and an external id']])(
    'creates one link with %s for 50 concurrent requests, and gives them one response',
    async (kind) => {
      const [key, url] = [randomUUID(), createUrl()];
      const more = {
        'an alias': { alias: key },
        'tags and an external id': { tags: ['one', 'two'], externalId: key },
      }[kind];
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => post(key, { url, ...more }, { at: index % 4 })),
      );
      expect(await countLinks(url)).toBe(1);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      for (const name of ['etag', 'location', 'content-type']) {
        expect(new Set(answers.map(({ headers }) => headers[name])).size).toBe(1);
      }
      const replayed = answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true');
      expect(replayed).toHaveLength(49);
    },
  );

  it('creates links in bulk once', async () => {
    const key = randomUUID();
    const links = Array.from({ length: 60 }, createUrl).map((url) => ({ url }));
    const body = {
      links: [...links, { url: 'javascript:alert(1)' }, { url: createUrl(), alias: key }],
    };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => post(key, body, { at: index % 4, path: BULK })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([207]));
    expect(await countLinks(String(links[0]?.url))).toBe(1);
    expect(await instances.follow(key)).toEqual(Array(4).fill(body.links.at(-1)?.url));
  });

  it('stores a response of several hundred kilobytes, in any script', async () => {
    const [key, title] = [randomUUID(), '短い「リンク」🎉\\'.repeat(30)];
    const body = { links: Array.from({ length: 200 }, () => ({ url: createUrl(), title })) };
    const first = await post(key, body, { path: BULK });
    const second = await post(key, body, { at: 1, path: BULK });
    expect(first.status).toBe(201);
    expect(first.body.results[199].link.title).toBe(title);
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('returns the first response, though the link has changed since', async () => {
    const [key, url] = [randomUUID(), createUrl()];
    const first = await post(key, { url });
    await instances
      .api(1)
      .call('patch', `${LINKS}/${first.body.key}`, (test) => test.send({ title: 'new' }));
    expect((await post(key, { url }, { at: 2 })).text).toBe(first.text);
  });

  it('is refused for another body or operation, but not for another order of fields', async () => {
    const [key, url] = [randomUUID(), createUrl()];
    const first = await post(key, { url, title: 'a' });
    for (const [body, path] of [
      [{ url, title: 'b' }, LINKS],
      [{ url }, LINKS],
      [{ links: [{ url, title: 'a' }] }, BULK],
    ] as const) {
      const { status, body: problem } = await post(key, body, { at: 1, path });
      expect([status, problem.type]).toEqual([422, 'urn:shortcore:problem:idempotency-key-reused']);
    }
    expect((await post(key, { title: 'a', url }, { at: 3 })).text).toBe(first.text);
    expect(await countLinks(url)).toBe(1);
  });

  it('belongs to one API key', async () => {
    const [key, url] = [randomUUID(), createUrl()];
    const mine = await post(key, { url });
    const theirs = await postAsAnother(key, { url });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.key).not.toBe(mine.body.key);
  });

  it('is the same with and without quotes, and need not be a UUID', async () => {
    const url = createUrl();
    const key = `order/4711:${randomUUID()}`;
    const first = await post(key, { url });
    expect((await post(`"${key}"`, { url })).text).toBe(first.text);
  });

  it('can be used again after a failed request', async () => {
    const [key, url] = [randomUUID(), createUrl()];
    const owner = await instances.api(0).create({ url: createUrl(), externalId: key });
    expect((await post(key, { url, externalId: key })).status).toBe(409);
    await instances.api(0).call('delete', `${LINKS}/${owner.key}`);
    const second = await post(key, { url, externalId: key }, { at: 1 });
    expect(second.status).toBe(201);
    expect(second.headers['idempotency-replayed']).toBeUndefined();
  });

  it('stores the link that reuseExisting found', async () => {
    const [key, url] = [randomUUID(), createUrl()];
    const { key: linkKey } = await instances.api(0).create({ url });
    const first = await post(key, { url, reuseExisting: true });
    const second = await post(key, { url, reuseExisting: true }, { at: 1 });
    expect([first.status, first.body.key, second.status]).toEqual([200, linkKey, 200]);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.text).toBe(first.text);
  });

  it('expires after 24 hours', async () => {
    const [key, url] = [randomUUID(), createUrl()];
    const first = await post(key, { url });
    const age = async (ms: number) =>
      dataSource.manager.updateAll(IdempotencyKey, { createdAtMs: Date.now() - ms });
    await age(DAY_MS - 60_000);
    expect((await post(key, { url })).text).toBe(first.text);
    // The clock that decides is the database's, as the instance has measured it.
    await age(DAY_MS + 60_000);
    const next = await post(key, { url });
    expect([next.status, next.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect(next.body.key).not.toBe(first.body.key);
    expect((await post(key, { url })).text).toBe(next.text);
  });

  /** By redirects, because calls that report the link wait for the acknowledgements as well. */
  const untilCommitted = (key: string, url: string) =>
    eventually(async () => {
      const followed = await instances.follow(key, [1, 2]);
      return followed.every((destination) => destination === url);
    });

  it('replays a new alias only after every instance has acknowledged it', async () => {
    const [key, url] = [randomUUID(), createUrl()];
    expect(await instances.follow(key, [3])).toEqual(['404']);
    await instances.pause(3);
    const stoppedAtMs = performance.now();
    const first = post(key, { url, alias: key });
    await untilCommitted(key, url);
    let isReplayed = false;
    const second = post(key, { url, alias: key }, { at: 1 }).finally(() => (isReplayed = true));
    for (let count = 0; count < 3; count++) {
      expect(await instances.follow(key, [1, 2])).toEqual([url, url]);
    }
    // On a slow machine the lease of the stopped instance may have expired: then nothing waits for it.
    const isAwaited = performance.now() - stoppedAtMs < LEASE_MS;
    if (isAwaited) expect(isReplayed).toBe(false);
    instances.resume(3);
    expect((await second).text).toBe((await first).text);
    expect(await instances.follow(key)).toEqual(Array(4).fill(url));
  });

  describe('after a crash', () => {
    it('replays the response of an instance that was killed before it responded', async () => {
      const [key, url] = [randomUUID(), createUrl()];
      // The change waits for the acknowledgement of this instance, and so does the response.
      await instances.pause(3);
      const unanswered = post(key, { url, alias: key }, { at: 0 }).catch(() => 'no answer');
      await untilCommitted(key, url);
      instances.signal(0, 'SIGKILL');
      expect(await unanswered).toBe('no answer');
      instances.resume(3);
      const again = await post(key, { url, alias: key }, { at: 1 });
      expect([again.status, again.body.key]).toEqual([201, key]);
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect(await countLinks(url)).toBe(1);
      expect(await instances.follow(key, [1, 2, 3])).toEqual([url, url, url]);
    });
  });
});

describe('an idempotency key on any database', () => {
  const running = sharedInstance(makeSqlite);

  it.each([[''], ['""'], ['a,b'], ['a b'], ['"a'], ['x'.repeat(256)], ['é']])(
    'is refused if it is %j',
    async (key) => {
      const { status, body } = await running.api.call('post', LINKS, (test) =>
        test.set('Idempotency-Key', key).send({ url: 'https://example.com/' }),
      );
      expect(status).toBe(400);
      expect(body.errors).toEqual([
        { pointer: 'Idempotency-Key', detail: expect.stringContaining('1 to 255') },
      ]);
    },
  );
});
