import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import { Api } from '../support/api.js';
import { describeOnEachServer, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance, type Instance } from '../support/instance.js';

const LINKS = '/api/v1/links';
const LINK_URL = 'https://example.com/';
const PASSWORD = 'hush-hush';
/** More than one period of the circuit breaker, at the pause of `eventually`. */
const REDIRECT_COUNT = 80;

describeOnEachServer('a database that lets the instance in no longer', (make) => {
  let database: TestDatabase;
  let admin: Connection;
  let instance: Instance;
  let api: Api;
  let name: string;
  let user: string;
  let userUrl: string;

  beforeAll(async () => {
    database = await make();
    admin = await createConnection(database.url);
    name = new URL(database.url).pathname.slice(1);
    user = `instance_${name.slice(-8)}`;
    await admin.query(`CREATE USER ${user}@'%' IDENTIFIED BY '${PASSWORD}'`);
    await grant();
    userUrl = Object.assign(new URL(database.url), { username: user, password: PASSWORD }).href;
    // Links are read again all the time, so that the outage is noticed.
    instance = await startInstance({ ...database, url: userUrl }, { CACHE_TTL_SECONDS: '1' });
    api = await Api.of(instance);
  });
  afterAll(async () => {
    await instance.stop();
    await admin.query(`DROP USER ${user}@'%'`);
    await admin.end();
    await database.drop();
  });

  const grant = () => admin.query(`GRANT ALL ON ${name}.* TO ${user}@'%'`);
  const alter = (change: string) => admin.query(`ALTER USER ${user}@'%' ${change}`);
  let guest: Connection;

  const refusals: Record<string, { begin(): Promise<unknown>; end(): Promise<unknown> }> = {
    'a rotated password': {
      begin: () => alter("IDENTIFIED BY 'another'"),
      end: () => alter(`IDENTIFIED BY '${PASSWORD}'`),
    },
    'a locked account': {
      begin: () => alter('ACCOUNT LOCK'),
      end: () => alter('ACCOUNT UNLOCK'),
    },
    'an expired password': {
      begin: () => alter('PASSWORD EXPIRE'),
      end: () => alter(`IDENTIFIED BY '${PASSWORD}'`),
    },
    'a limit of connections': {
      begin: async () => {
        await alter('WITH MAX_USER_CONNECTIONS 1');
        await killConnections();
        await eventually(async () => {
          guest = await createConnection(userUrl).catch(() => guest);
          return guest !== undefined;
        });
      },
      end: async () => {
        await guest.end();
        await alter('WITH MAX_USER_CONNECTIONS 0');
      },
    },
    'revoked rights': {
      begin: () => admin.query(`REVOKE ALL ON ${name}.* FROM ${user}@'%'`),
      end: grant,
    },
  };

  /** Those of the instance, but not the one that a test has opened. */
  async function killConnections(): Promise<void> {
    const [rows] = await admin.query(
      'SELECT id FROM information_schema.processlist WHERE user = ? AND id <> ?',
      [user, guest?.threadId ?? 0],
    );
    for (const { id } of rows as { id: number }[]) {
      await admin.query(`KILL ${id}`).catch(() => undefined);
    }
  }

  async function expectUnavailable(): Promise<void> {
    const answers = [
      await api.call('get', LINKS),
      await api.post({ url: LINK_URL }),
      await api.post({ links: [{ url: LINK_URL, tags: ['a'] }] }, `${LINKS}/bulk`),
      await api.anonymously('get', '/not-in-memory'),
      await api.anonymously('get', '/health/ready'),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body.type]).toEqual([503, 'urn:shortcore:problem:database-unavailable']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
  }

  const readiness = () => api.anonymously('get', '/health/ready');

  it.each(Object.keys(refusals))(
    'for %s is reported as 503, and cached links go on',
    async (kind) => {
      const { key } = await api.create({ url: LINK_URL });
      const redirects: number[] = [];
      const follow = async () => {
        redirects.push((await api.anonymously('get', `/${key}`)).status);
      };
      await follow();
      await refusals[kind]?.begin();
      await killConnections();
      await eventually(async () => {
        await follow();
        return (await readiness()).body.detail === 'This instance may have missed recent changes.';
      });
      await expectUnavailable();
      const count = redirects.length + REDIRECT_COUNT;
      await eventually(async () => follow().then(() => redirects.length >= count));
      await expectUnavailable();
      expect(new Set(redirects)).toEqual(new Set([302]));
      await refusals[kind]?.end();
      await eventually(async () => (await readiness()).status === 200);
      expect((await api.post({ url: LINK_URL })).status).toBe(201);
      expect((await api.anonymously('get', `/${key}`)).status).toBe(302);
    },
  );
});
