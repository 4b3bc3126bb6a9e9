import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../support/data-source.js';
import {
  describeOnEachDatabase,
  describeOnEachServer,
  describeOnFirstServer,
} from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { TEST_API_KEY } from '../support/environment.js';
import { Proxy } from '../support/proxy.js';

const API_KEYS = '/api/v1/admin/api-keys';
const ALL = [0, 1, 2];
const GUESSES = 150;

interface CreatedKey {
  readonly id: string;
  readonly key: string;
}

async function createKey(instances: Instances, index = 0): Promise<CreatedKey> {
  const body = { name: 'key', scopes: ['links:read', 'links:write'] };
  return (await instances.api(index).post(body, API_KEYS)).body as CreatedKey;
}

/** Sends an invalid body: with a valid key the instance answers 400 without the database. */
async function statusOf(instances: Instances, index: number, key: string): Promise<number> {
  const { status } = await instances
    .api(index)
    .anonymously('post', '/api/v1/links', (test) => test.set('X-Api-Key', key).send({}));
  return status;
}

function statuses(instances: Instances, key: string, indices = ALL): Promise<number[]> {
  return Promise.all(indices.map((index) => statusOf(instances, index, key)));
}

async function revoke(instances: Instances, index: number, id: string): Promise<number> {
  return (await instances.api(index).call('delete', `${API_KEYS}/${id}`)).status;
}

describeOnEachDatabase('a key that one of three instances revokes', (make) => {
  let instances: Instances;
  let dataSource: DataSource;
  beforeAll(async () => {
    instances = await Instances.start(await make(), ALL.length);
    dataSource = await openDataSource(instances.database, []);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await instances.stop();
  });

  it('is rejected by all instances after the response, even while it is in use', async () => {
    for (const revoker of ALL) {
      const { id, key } = await createKey(instances, revoker);
      let isRevoked = false;
      const seen = ALL.map(() => ({ before: new Set<number>(), after: new Set<number>() }));
      const users = ALL.map(async (index) => {
        for (let callsAfter = 0; callsAfter < 3;) {
          const { before, after } = seen[index] as (typeof seen)[number];
          const wasRevoked = isRevoked;
          (wasRevoked ? after : before).add(await statusOf(instances, index, key));
          if (wasRevoked) callsAfter++;
        }
      });
      await eventually(() => seen.every(({ before }) => before.has(400)));
      expect(await revoke(instances, revoker, id)).toBe(204);
      isRevoked = true;
      await Promise.all(users);
      expect(seen.map(({ after }) => [...after])).toEqual(ALL.map(() => [401]));
    }
  });

  it('is rejected after either response if two instances revoke it at once', async () => {
    const { id, key } = await createKey(instances);
    await statuses(instances, key);
    const refusedBehind = async (revoker: number): Promise<[number, number[]]> => {
      const status = await revoke(instances, revoker, id);
      return [status, await statuses(instances, key)];
    };
    const answers = await Promise.all([refusedBehind(1), refusedBehind(2)]);
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([204, 404]));
    for (const [, refused] of answers) expect(refused).toEqual(ALL.map(() => 401));
  });

  it('is read from the database once by each instance', async () => {
    const { key } = await createKey(instances);
    expect(await statuses(instances, key)).toEqual(ALL.map(() => 400));
    await dataSource.query('ALTER TABLE api_key RENAME TO api_key_gone');
    try {
      for (let round = 0; round < 20; round++) {
        expect(await statuses(instances, key)).toEqual(ALL.map(() => 400));
      }
      expect(await statuses(instances, 'never-seen-before')).toEqual(ALL.map(() => 500));
    } finally {
      await dataSource.query('ALTER TABLE api_key_gone RENAME TO api_key');
    }
  });
});

describeOnFirstServer('a wrong key that is sent repeatedly', (make) => {
  it('is rarely read from the database', async () => {
    const instances = await Instances.start(await make(), 1);
    const dataSource = await openDataSource(instances.database, []);
    try {
      const lookupCount = async (): Promise<number> => {
        const [row] = await dataSource.query<{ count: number }[]>(
          'SELECT COALESCE(SUM(COUNT_STAR), 0) AS count ' +
            'FROM performance_schema.events_statements_summary_by_digest ' +
            "WHERE SCHEMA_NAME = DATABASE() AND DIGEST_TEXT LIKE 'SELECT%`api_key`%hashPrefix%'",
        );
        return Number(row?.count);
      };
      for (let guess = 0; guess < GUESSES; guess++) {
        expect(await statusOf(instances, 0, 'wrong')).toBe(401);
      }
      const many = Array.from({ length: GUESSES }, () => statusOf(instances, 0, 'other'));
      expect(new Set(await Promise.all(many))).toEqual(new Set([401]));
      // The other databases do not count statements by default.
      if (dataSource.options.type !== 'mysql') return;
      const count = await lookupCount();
      process.stdout.write(`${2 * GUESSES} guesses: ${count} lookups\n`);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(GUESSES / 2);
    } finally {
      await dataSource.destroy();
      await instances.stop();
    }
  });
});

describeOnEachServer('an instance that is cut off from the database', (make) => {
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

  it.each(['cut', 'hang'] as const)('by a %s does not accept a revoked key', async (how) => {
    const { id, key } = await createKey(instances);
    expect(await statuses(instances, key, [0, 1])).toEqual([400, 400]);
    proxy[how]();
    expect(await revoke(instances, 0, id)).toBe(204);
    const answers = [key, TEST_API_KEY].map((each) => statuses(instances, each, [0, 1]));
    expect(await Promise.all(answers)).toEqual([
      [401, 503],
      [400, 503],
    ]);
    proxy.restore();
    const isReady = async () =>
      (await instances.api(1).anonymously('get', '/health/ready')).status === 200;
    await eventually(isReady);
    expect(await statuses(instances, key, [0, 1])).toEqual([401, 401]);
    expect(await statusOf(instances, 1, TEST_API_KEY)).toBe(400);
  });
});
