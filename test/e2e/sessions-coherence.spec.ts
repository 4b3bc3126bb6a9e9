import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SAME_ORIGIN, SESSION } from '../support/browser-session.js';
import { describeOnEachDatabase, describeOnEachServer } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { migrate } from '../support/instance.js';
import { Proxy } from '../support/proxy.js';

const LINKS = '/api/v1/links';
const API_KEYS = '/api/v1/admin/api-keys';
const ALL = [0, 1];
const LIMIT = 100;
const MINUTE_MS = 60_000;

interface CreatedKey {
  readonly id: string;
  readonly key: string;
}

async function createKey(instances: Instances): Promise<CreatedKey> {
  const body = { name: 'person', scopes: ['links:read', 'links:write'] };
  return (await instances.api(0).post(body, API_KEYS)).body as CreatedKey;
}

/** Signs in at an instance and returns the cookie. */
async function signIn(instances: Instances, index: number, apiKey: string): Promise<string> {
  const { status, headers } = await instances
    .api(index)
    .anonymously('post', SESSION, (test) => test.set(SAME_ORIGIN).send({ apiKey }));
  expect(status).toBe(201);
  return String(headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
}

/** Sends an invalid body: with a valid session an instance answers 400 without the database. */
async function statusOf(instances: Instances, index: number, cookie: string): Promise<number> {
  const { status } = await instances
    .api(index)
    .anonymously('post', LINKS, (test) => test.set({ ...SAME_ORIGIN, Cookie: cookie }).send({}));
  return status;
}

const statuses = (instances: Instances, cookie: string) =>
  Promise.all(ALL.map((index) => statusOf(instances, index, cookie)));

describeOnEachDatabase('a session on two instances', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), ALL.length);
  });
  afterAll(() => instances.stop());

  const END: readonly (readonly [string, (key: CreatedKey, cookie: string) => Promise<number>])[] =
    [
      [
        'its key is revoked',
        async ({ id }) => (await instances.api(0).call('delete', `${API_KEYS}/${id}`)).status,
      ],
      [
        'it is revoked by its id',
        async ({ id }) => {
          const { items } = (await instances.api(0).call('get', API_KEYS)).body;
          const session = items.find(({ parentId }: { parentId: string }) => parentId === id);
          return (await instances.api(0).call('delete', `${API_KEYS}/${session.id}`)).status;
        },
      ],
      [
        'it is signed out',
        async (_key, cookie) => {
          const headers = { ...SAME_ORIGIN, Cookie: cookie };
          const ended = await instances
            .api(0)
            .anonymously('delete', SESSION, (test) => test.set(headers));
          return ended.status;
        },
      ],
    ];

  it.each(END)(
    'is void on both when the call answers by which %s, even while in use',
    async (_how, end) => {
      for (let round = 0; round < 3; round++) {
        const key = await createKey(instances);
        const cookie = await signIn(instances, 1, key.key);
        let isEnded = false;
        const seen = ALL.map(() => ({ before: new Set<number>(), after: new Set<number>() }));
        const users = ALL.map(async (index) => {
          for (let callsAfter = 0; callsAfter < 3;) {
            const { before, after } = seen[index] as (typeof seen)[number];
            const wasEnded = isEnded;
            (wasEnded ? after : before).add(await statusOf(instances, index, cookie));
            if (wasEnded) callsAfter++;
          }
        });
        await eventually(() => seen.every(({ before }) => before.has(400)));
        expect(await end(key, cookie)).toBe(204);
        isEnded = true;
        await Promise.all(users);
        expect(seen.map(({ after }) => [...after])).toEqual(ALL.map(() => [401]));
      }
    },
  );

  it('ends when two instances sign it out at once', async () => {
    const cookie = await signIn(instances, 0, (await createKey(instances)).key);
    expect(await statuses(instances, cookie)).toEqual([400, 400]);
    const ended = await Promise.all(
      ALL.map((index) =>
        instances
          .api(index)
          .anonymously('delete', SESSION, (test) => test.set({ ...SAME_ORIGIN, Cookie: cookie })),
      ),
    );
    const outcomes = new Set(ended.map(({ status }) => status));
    expect(outcomes.has(204)).toBe(true);
    // One may find that the other has ended the session.
    outcomes.delete(401);
    expect([...outcomes]).toEqual([204]);
    expect(await statuses(instances, cookie)).toEqual([401, 401]);
  });

  it('ends with a first key that is replaced', async () => {
    const cookie = await signIn(instances, 1, TEST_API_KEY);
    expect(await statuses(instances, cookie)).toEqual([400, 400]);
    await migrate(instances.database, { ADMIN_API_KEY: 'another-admin-key-0123456789' });
    expect(await statuses(instances, cookie)).toEqual([401, 401]);
    await migrate(instances.database);
    expect(await statuses(instances, cookie)).toEqual([401, 401]);
  });
});

describeOnEachDatabase('two sessions of one key', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), ALL.length, {
      RATE_LIMIT_PER_MINUTE: String(LIMIT),
    });
  });
  afterAll(() => instances.stop());

  it('share the limit of the key', async () => {
    const { key } = await createKey(instances);
    // All requests have to fall into one minute.
    const leftMs = MINUTE_MS - (Date.now() % MINUTE_MS);
    if (leftMs < 20_000) await sleep(leftMs + 100);
    const cookies = await Promise.all(ALL.map((index) => signIn(instances, index, key)));
    const answers: number[] = [];
    for (let count = 0; count < LIMIT; count++) {
      answers.push(
        ...(await Promise.all(cookies.map((each, at) => statusOf(instances, at, each)))),
      );
    }
    const served = answers.filter((status) => status === 400).length;
    expect(served).toBeLessThanOrEqual(LIMIT - cookies.length);
    expect(served).toBeGreaterThanOrEqual(LIMIT * 0.95 - cookies.length);
    expect(answers.filter((status) => status === 429)).toHaveLength(answers.length - served);
    const { status } = await instances
      .api(0)
      .anonymously('get', LINKS, (test) => test.set('X-Api-Key', key));
    expect(status).toBe(429);
  }, 120_000);
});

describeOnEachServer('a session at an instance that is cut off from the database', (make) => {
  let instances: Instances;
  let proxy: Proxy;
  beforeAll(async () => {
    const database = await make();
    instances = await Instances.start(database, 1);
    const behind = await Proxy.to(database.url);
    proxy = behind.proxy;
    await instances.join({ DATABASE_URL: behind.url });
  });
  afterAll(async () => {
    await instances.stop();
    proxy.close();
  });

  it('is not accepted once its key is revoked', async () => {
    const { id, key } = await createKey(instances);
    const cookie = await signIn(instances, 0, key);
    expect(await statuses(instances, cookie)).toEqual([400, 400]);
    proxy.cut();
    const { status } = await instances.api(0).call('delete', `${API_KEYS}/${id}`);
    expect([status, await statuses(instances, cookie)]).toEqual([204, [401, 503]]);
    const signingIn = await instances
      .api(1)
      .anonymously('post', SESSION, (test) => test.set(SAME_ORIGIN).send({ apiKey: TEST_API_KEY }));
    expect(signingIn.status).toBe(503);
    proxy.restore();
    await eventually(
      async () => (await instances.api(1).anonymously('get', '/health/ready')).status === 200,
    );
    expect(await statuses(instances, cookie)).toEqual([401, 401]);
  });
});
