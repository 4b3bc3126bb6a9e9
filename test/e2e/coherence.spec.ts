import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.js';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { migrate } from '../support/instance.js';
import { Instances } from '../support/instances.js';
import { createCachedLink } from '../support/cached-link.js';
import { openSqliteFile } from '../support/sqlite-file.js';

const LINKS = '/api/v1/links';
const OLD = 'https://example.com/old';
const NEW = 'https://example.com/new';
const LEASE_MS = 3_000;

function repeat(answer: string, count = 3): string[] {
  return Array.from({ length: count }, () => answer);
}

async function patch(api: Api, key: string, body: object): Promise<void> {
  const { status } = await api.call('patch', `${LINKS}/${key}`, (test) => test.send(body));
  expect(status).toBe(200);
}

describeOnEachDatabase('a change through one of three instances', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), 3);
  });
  afterAll(() => instances.stop());

  it('reaches instances that /admin/instances lists', async () => {
    const key = await createCachedLink(instances, OLD);
    await instances.follow(key);
    const list = async () =>
      (await instances.api(1).call('get', '/api/v1/admin/instances')).body.items;
    const cache = { size: 1, hits: 2, misses: 1, evictions: 0 };
    await eventually(async () =>
      (await list()).every((item: { cache: object }) => isDeepStrictEqual(item.cache, cache)),
    );
    const items = await list();
    expect(items).toHaveLength(3);
    for (const item of items) {
      expect(item).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        host: expect.any(String),
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        cache,
        clicks: { recorded: expect.any(Number), pending: expect.any(Number), lost: 0 },
      });
      expect(Date.now() - Date.parse(item.seenAt)).toBeLessThan(5_000);
      expect(Date.parse(item.startedAt)).toBeLessThanOrEqual(Date.parse(item.seenAt));
    }
  });

  it('is visible on all instances once it is acknowledged', async () => {
    const key = await createCachedLink(instances, OLD);
    for (let round = 0; round < 5; round++) {
      await patch(instances.api(round % 3), key, { url: `${NEW}${round}` });
      expect(await instances.follow(key)).toEqual(repeat(`${NEW}${round}`));
    }
    await patch(instances.api(0), key, { disabled: true });
    expect(await instances.follow(key)).toEqual(repeat('410'));
    await patch(instances.api(1), key, { disabled: false });
    expect(await instances.follow(key)).toEqual(repeat(`${NEW}4`));
    await patch(instances.api(2), key, { expiresAt: new Date(Date.now() - 1).toISOString() });
    expect(await instances.follow(key)).toEqual(repeat('410'));
    await patch(instances.api(0), key, { expiresAt: null, validFrom: '2999-01-01T00:00:00.000Z' });
    expect(await instances.follow(key)).toEqual(repeat('404'));
    await patch(instances.api(1), key, { validFrom: null });
    expect(await instances.follow(key)).toEqual(repeat(`${NEW}4`));
    await instances.api(2).call('delete', `${LINKS}/${key}`);
    expect(await instances.follow(key)).toEqual(repeat('410'));
  });

  it('makes an alias visible that all instances cached as unknown', async () => {
    for (let round = 0; round < 5; round++) {
      const alias = `not-yet-${round}`;
      expect(await instances.follow(alias)).toEqual(repeat('404'));
      await instances.api(round % 3).create({ url: NEW, alias });
      expect(await instances.follow(alias)).toEqual(repeat(NEW));
    }
  });

  it('has no effect if it is refused', async () => {
    const key = await createCachedLink(instances, OLD);
    const { status } = await instances
      .api(1)
      .call('patch', `${LINKS}/${key}`, (test) => test.set('If-Match', '"7"').send({ url: NEW }));
    expect(status).toBe(412);
    expect(await instances.follow(key)).toEqual(repeat(OLD));
  });

  const patchThrice = async (key: string, others: number[]): Promise<void> => {
    await patch(instances.api(0), key, { url: NEW });
    expect(await instances.follow(key, others)).toEqual(repeat(NEW, others.length));
    const startedAtMs = performance.now();
    await patch(instances.api(1), key, { url: OLD });
    await patch(instances.api(0), key, { url: NEW });
    expect(performance.now() - startedAtMs).toBeLessThan(LEASE_MS + 1_500);
  };

  it('waits once for a paused instance, and is visible there when it resumes', async () => {
    const key = await createCachedLink(instances, OLD);
    await instances.pause(2);
    await patchThrice(key, [0, 1]);
    instances.resume(2);
    expect(await instances.follow(key)).toEqual(repeat(NEW));
  });

  it('is visible on an instance that joins during changes', async () => {
    const key = await createCachedLink(instances, OLD);
    const editor = { isDone: false };
    let version = 0;
    const editing = (async () => {
      while (!editor.isDone) {
        await patch(instances.api(version % 2), key, { url: `${NEW}${version + 1}` });
        version++;
        if (instances.count > 3)
          expect(await instances.follow(key, [3])).toEqual([`${NEW}${version}`]);
      }
    })();
    await instances.join();
    const versionAtJoin = version;
    await Promise.race([editing, eventually(() => version > versionAtJoin + 2)]);
    editor.isDone = true;
    await editing;
    expect(await instances.follow(key)).toEqual(repeat(`${NEW}${version}`, 4));
  });

  it('waits once for a killed instance, which /admin/instances no longer lists', async () => {
    const key = await createCachedLink(instances, OLD);
    instances.signal(2, 'SIGKILL');
    await patchThrice(key, [0, 1, 3]);
    await eventually(async () => {
      const list = await instances.api(1).call('get', '/api/v1/admin/instances');
      return list.body.items.length === 3;
    }, 20_000);
  });
});

describeOnEachDatabase('generated keys that were requested before they were issued', (make) => {
  it('are found on all instances once they are issued', async () => {
    const variables = { KEY_LENGTH: '1' };
    const database = await make('empty');
    await migrate(database, variables);
    const instances = await Instances.start(database, 2, variables);
    const asking = { isOver: false };
    const characters = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
    const visitors = [0, 1].map(async (index) => {
      while (!asking.isOver) {
        const api = instances.api(index);
        await Promise.all(characters.map((key) => api.anonymously('get', `/${key}`)));
      }
    });
    try {
      for (let count = 0; count < 25; count++) {
        const { key } = await instances.api(count % 2).create({ url: NEW });
        expect([key, ...(await instances.follow(key))]).toEqual([key, NEW, NEW]);
      }
    } finally {
      asking.isOver = true;
      await Promise.all(visitors);
      await instances.stop();
    }
  });
});

describe('a lock on the SQLite database that outlasts a change', () => {
  it('does not prevent later changes from reaching the file', async () => {
    const instances = await Instances.start(await makeSqlite(), 2);
    const file = openSqliteFile(instances.database);
    try {
      const { key } = await instances.api(0).create({ url: OLD, tags: ['a'] });
      file.exec('BEGIN IMMEDIATE');
      const refused = instances
        .api(0)
        .call('patch', `${LINKS}/${key}`, (test) => test.send({ url: NEW }));
      expect((await refused).status).toBe(503);
      file.exec('COMMIT');
      for (let count = 0; count < 5; count++) {
        const made = await instances.api(0).create({ url: NEW });
        const rows = file.prepare('SELECT url FROM link WHERE "key" = ?').all(made.key);
        expect(rows).toEqual([{ url: NEW }]);
      }
      expect(await instances.follow(key)).toEqual(repeat(OLD, 2));
    } finally {
      file.close();
      await instances.stop();
    }
  });
});
