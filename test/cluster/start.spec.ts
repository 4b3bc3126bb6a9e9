import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite, type TestDatabase } from '../support/databases.js';
import { environmentFor } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

const INSTANCE_COUNT = 3;
const LINK_COUNT = 30;

describeOnEachDatabase('npm start', (make) => {
  let database: TestDatabase;
  let service: Service;
  let key: string;

  beforeAll(async () => {
    database = await make('empty');
    service = await Service.start(database, { ADMIN_API_KEY: '' });
    await service.untilOnline(INSTANCE_COUNT);
    await eventually(() => service.output.includes('First API key'));
    key = readFileSync(join(database.directory, 'admin-api-key'), 'utf8').trim();
  });
  afterAll(async () => {
    if (service.process.exitCode === null) service.signalGroup('SIGTERM');
    await service.exitCode();
    await database.drop();
  });

  it('prints its address, those of Swagger UI and the admin page, and the location of the first key, in this order', () => {
    const { port } = new URL(service.url);
    expect(service.output).toContain(
      [
        '',
        `Listening on:      http://localhost:${port} (${INSTANCE_COUNT} instances, as INSTANCES says)`,
        `Swagger UI:        http://localhost:${port}/docs`,
        `Admin page:        http://localhost:${port}/admin/`,
        `First API key:     ${join(database.directory, 'admin-api-key')}`,
        '',
      ].join('\n'),
    );
    expect(service.output).not.toContain(key);
  });

  it('runs the instances it is told to, and each serves every link', async () => {
    expect(service.onlineCount).toBe(INSTANCE_COUNT);
    const links = await Promise.all(
      Array.from({ length: LINK_COUNT }, async (_, index) => {
        const url = `https://example.com/?${index}=%2F+`;
        const response = await fetch(`${service.url}/api/v1/links`, {
          method: 'POST',
          // A connection of its own each, so that all instances get some.
          headers: {
            Authorization: `Bearer ${key}`,
            'Content-Type': 'application/json',
            Connection: 'close',
          },
          body: JSON.stringify({ url }),
        });
        expect(response.status).toBe(201);
        return { url, key: ((await response.json()) as { key: string }).key };
      }),
    );
    expect(new Set(links.map((link) => link.key)).size).toBe(LINK_COUNT);
    for (const link of [...links, ...links]) {
      const response = await fetch(`${service.url}/${link.key}`, {
        redirect: 'manual',
        headers: { Connection: 'close' },
      });
      expect([response.status, response.headers.get('location')]).toEqual([302, link.url]);
    }
    const pids = service.output.match(/"pid":\d+/g);
    expect(new Set(pids).size).toBe(INSTANCE_COUNT + 1);
  });

  it('ends with 0 at Ctrl-C, having told every instance to', async () => {
    service.signalGroup('SIGINT');
    expect(await service.exitCode()).toBe(0);
    const ends = service.output.match(/App \[shortcore:\d+\] exited with code \[0\]/g);
    expect(ends).toHaveLength(INSTANCE_COUNT);
    await expect(fetch(service.url)).rejects.toThrow('fetch failed');
  });
});

describe('npm start', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeSqlite();
  });
  afterEach(() => database.drop());

  it('ends with its terminal, and leaves nothing behind', async () => {
    const service = await Service.start(database);
    await service.untilOnline(INSTANCE_COUNT);
    service.signalGroup('SIGHUP');
    await eventually(async () =>
      fetch(service.url).then(
        () => false,
        () => true,
      ),
    );
    // npm itself does not wait for what it started.
    await eventually(() => service.output.includes('PM2 successfully stopped'));
  });

  // `taskset` is a command of Linux.
  (process.platform === 'linux' ? it : it.skip).each([
    ['max', 1],
    ['3', 3],
  ])('with INSTANCES=%s runs %d on one of several processors', async (instances, count) => {
    const print = "import('./pm2.config.js').then(({ apps }) => console.log(apps[0].instances))";
    const { stdout } = await promisify(execFile)(
      'taskset',
      ['-c', '0', process.execPath, '-e', print],
      { env: environmentFor(database, { INSTANCES: instances }) },
    );
    expect(Number(stdout)).toBe(count);
  });

  it.each([
    ['on a port that browsers block', { PORT: '10080' }, 'http://localhost:10080 '],
    ['on an address in brackets', { HOST: '[::1]', PUBLIC_URL: 'http://[::1]' }, 'http://[::1] '],
  ])('announces itself %s', async (_name, variables: Record<string, string>, address) => {
    const service = await Service.start(database, variables);
    await eventually(() => service.output.includes(`Listening on:      ${address}`), 60_000);
    service.signalGroup('SIGINT');
    expect(await service.exitCode()).toBe(0);
  });

  it('says that the admin page is switched off', async () => {
    const service = await Service.start(database, { ADMIN_PAGE: 'false' });
    const line = 'Admin page:        off, as ADMIN_PAGE says\n';
    await eventually(() => service.output.includes(line), 60_000);
    service.signalGroup('SIGINT');
    expect(await service.exitCode()).toBe(0);
  });

  it('runs on data in a directory of a long name', async () => {
    const directory = join(database.directory, 'long-name-'.repeat(12));
    const service = await Service.start(database, { DATA_DIR: directory });
    await service.untilOnline(INSTANCE_COUNT);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    service.signalGroup('SIGINT');
    expect(await service.exitCode()).toBe(0);
  });

  it('does not disturb another one with the same data', async () => {
    const services = [await Service.start(database)];
    await services[0]?.untilOnline(INSTANCE_COUNT);
    services.push(await Service.start(database));
    for (const service of services) await service.untilOnline(INSTANCE_COUNT);
    for (const service of services.toReversed()) {
      expect((await fetch(`${services[0]?.url}/health/ready`)).status).toBe(200);
      service.signalGroup('SIGTERM');
      expect(await service.exitCode()).toBe(0);
    }
  });
});

describe('npm start that cannot', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeSqlite();
  });
  afterEach(() => database.drop());

  async function failure(variables: Record<string, string>): Promise<string> {
    const service = await Service.start(database, variables);
    expect(await service.exitCode()).toBe(78);
    const lines = service.output.split('\n').filter((line) => line !== '' && !line.startsWith('>'));
    expect(lines).toHaveLength(1);
    expect(service.output).not.toMatch(/PM2|at .*:\d+:\d+/);
    return lines[0] ?? '';
  }

  it.each([
    ['KEY_LENGTH must be', { KEY_LENGTH: 'x' }],
    ['DATABASE_URL must be', { DATABASE_URL: 'mysql://user:hush@host' }],
    [
      'DATABASE_URL: the database cannot be reached (ECONNREFUSED)',
      { DATABASE_URL: 'mysql://user:hush@127.0.0.1:1/x' },
    ],
    ['DATABASE_URL: the SQLite file cannot be used', { DATABASE_URL: 'sqlite:/dev/null/x.db' }],
    ['DATA_DIR cannot be written (ENOTDIR)', { DATA_DIR: '/dev/null/data' }],
    ['GEOIP_DATABASE cannot be read', { GEOIP_DATABASE: '/dev/null/hush.mmdb' }],
  ])('says in one line: %s', async (line, variables) => {
    const said = await failure(variables);
    expect(said).toContain(`shortcore cannot start: ${line}`);
    expect(said).not.toContain('hush');
  });

  it('says in one line that the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as { port: number };
    expect(await failure({ PORT: String(port) })).toContain(
      `PORT ${port} on HOST 127.0.0.1 cannot be listened on (EADDRINUSE)`,
    );
    squatter.close();
  });
});
