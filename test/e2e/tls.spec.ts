import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import { databaseUrl } from '../../src/platform/config/database-url.js';
import { StartError } from '../../src/platform/config/start-error.js';
import { connectionOptions } from '../../src/platform/database/connection-options.js';
import { Api } from '../support/api.js';
import { openDataSource } from '../support/data-source.js';
import { describeOnEachServer } from '../support/databases.js';
import { migrate, startInstance } from '../support/instance.js';
import { installedPrograms, OwnServer } from '../support/servers.js';

const [program] = installedPrograms();
const CERTIFICATES = resolve('test/support/tls');
const CA = join(CERTIFICATES, 'ca.pem');
const OTHER_CA = join(CERTIFICATES, 'other-ca.pem');

/** Why a start with this URL is refused, in its own words. */
async function refusalOf(url: string): Promise<string> {
  const refusal: unknown = await connectionOptions(databaseUrl.parse(url)).catch((e) => e);
  expect(refusal).toBeInstanceOf(StartError);
  const { message } = refusal as StartError;
  expect(message).toMatch(/^DATABASE_URL: /);
  expect(message).not.toMatch(/localhost|shortcore|nowhere/);
  return message;
}

/** The cipher of a pooled connection, or empty. */
async function encryptionOf(url: string): Promise<string> {
  const dataSource = await openDataSource({ url }, []);
  try {
    const statement = "SHOW SESSION STATUS LIKE 'Ssl_cipher'";
    return (await dataSource.query<[{ Value: string }]>(statement))[0].Value;
  } finally {
    await dataSource.destroy();
  }
}

(program === undefined ? describe.skip : describe)('a server that requires TLS', () => {
  let directory: string;
  let certificate: string;
  let server: OwnServer;
  let admin: Connection;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
    certificate = join(directory, 'server.pem');
    copyFileSync(join(CERTIFICATES, 'server.pem'), certificate);
    const key = join(CERTIFICATES, 'server.key');
    const options = [`--ssl-ca=${CA}`, `--ssl-cert=${certificate}`, `--ssl-key=${key}`];
    server = await OwnServer.make(program ?? 'mariadbd', options);
    admin = await createConnection(server.url);
    await admin.query('CREATE DATABASE shortcore');
    await admin.query('SET GLOBAL require_secure_transport = ON');
  });
  afterAll(async () => {
    admin.destroy();
    await server.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  const urlWith = (parameters: string): string =>
    `mysql://root@localhost:${server.port}/shortcore${parameters}`;

  it('has all connections of an instance', async () => {
    const url = urlWith(`?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encodeURIComponent(CA)}`);
    const database = { url, directory, drop: async () => {} };
    await migrate(database);
    const instance = await startInstance(database);
    try {
      const api = await Api.of(instance);
      const { key } = (await api.post({ url: 'https://example.com/' })).body;
      expect((await api.anonymously('get', `/${key}`)).status).toBe(302);
    } finally {
      await instance.stop();
    }
  });

  it.each([
    '?ssl-mode=REQUIRED',
    `?ssl-mode=REQUIRED&ssl-ca=${CA}`,
    `?ssl-ca=${CA}&ssl-mode=VERIFY_CA`,
  ])('accepts %s', async (parameters) => {
    expect(await encryptionOf(urlWith(parameters))).not.toBe('');
  });

  it('says so to a URL without ssl-mode', async () => {
    expect(await refusalOf(urlWith(''))).toContain('TLS');
  });

  it.each([
    ['?ssl-mode=VERIFY_CA', 'no TLS connection to the database (self-signed certificate'],
    [`?ssl-mode=REQUIRED&ssl-ca=${OTHER_CA}`, 'no TLS connection to the database (self-signed'],
    [`?ssl-mode=VERIFY_IDENTITY&ssl-ca=${OTHER_CA}`, 'no TLS connection to the database'],
    ['?ssl-mode=VERIFY_CA&ssl-ca=/nowhere.pem', 'the file of ssl-ca cannot be used (ENOENT)'],
    ['?ssl-mode=VERIFY_CA&ssl-ca=package.json', 'the file of ssl-ca cannot be used'],
  ])('is refused with %s', async (parameters, reason) => {
    expect(await refusalOf(urlWith(parameters))).toContain(reason);
  });

  it('with a certificate for another host is refused by VERIFY_IDENTITY only', async () => {
    copyFileSync(join(CERTIFICATES, 'other-name.pem'), certificate);
    await admin.query(program === 'mysqld' ? 'ALTER INSTANCE RELOAD TLS' : 'FLUSH SSL');
    const refusal = await refusalOf(urlWith(`?ssl-mode=VERIFY_IDENTITY&ssl-ca=${CA}`));
    expect(refusal).toContain('the certificate is for another host');
    expect(await encryptionOf(urlWith(`?ssl-mode=VERIFY_CA&ssl-ca=${CA}`))).not.toBe('');
  });
});

describeOnEachServer('ssl-mode=REQUIRED', (make) => {
  it('never leads to a connection without TLS', async () => {
    const database = await make('empty');
    const url = `${database.url}?ssl-mode=REQUIRED`;
    // MySQL makes certificates of its own. MariaDB does so from 11.4 on.
    const outcome = await encryptionOf(url).catch((error: Error) => error.message);
    await database.drop();
    expect(outcome).toMatch(/^TLS_|the database does not offer TLS/);
  });
});
