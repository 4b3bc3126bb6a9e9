import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_NOT_STORED } from '../../src/platform/http/cache-control.js';
import { Api } from '../support/api.js';
import { describeOnEachServer, makeSqlite, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { expectUnavailable } from '../support/expect-unavailable.js';
import { startInstance, type Instance } from '../support/instance.js';
import { Proxy } from '../support/proxy.js';
import { runningInstance } from '../support/instance-fixture.js';
import { openSqliteFile } from '../support/sqlite-file.js';

/** Slightly more than the time that an instance allows its database. */
const LONGEST_ANSWER_MS = 12_000;

const URL = 'https://example.com/secret-destination';

describeOnEachServer('an outage of the database', (make) => {
  let database: TestDatabase;
  let proxy: Proxy;
  let instance: Instance;
  let api: Api;

  beforeAll(async () => {
    database = await make();
    const proxied = await Proxy.to(database.url);
    proxy = proxied.proxy;
    instance = await startInstance({ ...database, url: proxied.url });
    api = await Api.of(instance);
  });
  afterAll(async () => {
    await instance.stop();
    proxy.close();
    await database.drop();
  });

  async function expectFailuresLogged(): Promise<void> {
    const ofApi = (await expectUnavailable(api)).filter(
      ({ headers }) => headers['cache-control'] === API_NOT_STORED,
    );
    expect(ofApi).toHaveLength(2);
    for (const { body } of ofApi) await eventually(() => failuresLogged().has(body.instance));
  }

  /** The ids of the requests whose failure was logged with its cause. */
  function failuresLogged(): Set<unknown> {
    const lines = instance.output().matchAll(/"context":"ProblemFilter","requestId":"([^"]+)"/g);
    return new Set(Array.from(lines, ([, requestId]) => requestId));
  }

  /** Links that are not in memory fail for one reason, which is logged once in a while. */
  async function expectFewRedirectsLogged(): Promise<void> {
    const ids = Array.from({ length: 20 }, (_, index) => `redirect-${index}-of-${Date.now()}`);
    for (const id of ids) {
      const { status } = await api.anonymously('get', `/${id}`, (test) =>
        test.set('X-Request-Id', id),
      );
      expect(status).toBe(503);
    }
    await expectFailuresLogged();
    const logged = ids.filter((id) => instance.output().includes(id));
    expect(logged.length).toBeLessThan(3);
  }

  /** More requests than connections. If they waited for each other, the last would exceed the timeout. */
  async function expectNoQueueing(): Promise<void> {
    const answers = await Promise.all(
      Array.from({ length: 80 }, () =>
        api.call('get', '/api/v1/links', (test) => test.timeout(LONGEST_ANSWER_MS)),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  }

  it.each(['cut', 'hang'] as const)('(%s) is reported as 503 and ends', async (failure) => {
    const { key } = await api.create({ url: URL });
    await api.anonymously('get', `/${key}`);
    proxy[failure]();
    await expectFailuresLogged();
    await expectNoQueueing();
    await expectFewRedirectsLogged();
    expect((await api.anonymously('get', `/${key}`)).status).toBe(302);
    expect((await api.anonymously('get', '/health/live')).status).toBe(200);
    proxy.restore();
    await eventually(async () => (await api.anonymously('get', '/health/ready')).status === 200);
    expect((await api.post({ url: URL })).status).toBe(201);
    expect(instance.output()).not.toContain('secret-destination');
  });
});

/** The longest time that the lock is held: much less than the five seconds that a statement waits for it. */
const LOCKED_MS = 1_500;

describe('a lock on the SQLite database', () => {
  const running = runningInstance(makeSqlite);

  it('does not block other requests', async () => {
    const other = openSqliteFile(running.database);
    other.exec('BEGIN IMMEDIATE');
    const log: string[] = [];
    const created = running.api
      .post({ url: URL })
      .then(({ status }) => log.push(`created ${status}`));
    const endsAtMs = Date.now() + LOCKED_MS;
    for (let request = 0; request < 20 && Date.now() < endsAtMs; request++) {
      const { status } = await running.api.anonymously('get', '/health/live');
      log.push(`live ${status}`);
    }
    other.exec('COMMIT');
    other.close();
    const live = log.map(() => 'live 200');
    await created;
    expect(log).toEqual([...live, 'created 201']);
  });

  it('is reported as 503 if it lasts', async () => {
    const other = openSqliteFile(running.database);
    other.exec('BEGIN IMMEDIATE');
    const response = await running.api.post({ url: URL });
    other.exec('ROLLBACK');
    other.close();
    expect([response.status, response.body.type]).toEqual([
      503,
      'urn:shortcore:problem:database-unavailable',
    ]);
    expect((await running.api.post({ url: URL })).status).toBe(201);
  });
});
