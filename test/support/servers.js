import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort } from './ports.js';

/**
 * A server of the MySQL family. `url` ends in a slash: a database's name is put behind it.
 * @typedef {{ label: string, url: string }} TestServer
 */

/** @typedef {'mysqld' | 'mariadbd'} Program */

const START_TIMEOUT_MS = 60_000;

/** @type {{ process: import('node:child_process').ChildProcess, directory: string }[]} */
const running = [];

/**
 * The servers of `TEST_MYSQL_URL`, else one of our own for each program installed.
 * @returns {Promise<TestServer[]>}
 */
export async function findServers() {
  const given = process.env['TEST_MYSQL_URL']?.split(',').filter((url) => url.trim() !== '');
  if (given !== undefined && given.length > 0) return Promise.all(given.map(label));
  const urls = [];
  for (const program of installedPrograms()) urls.push(await startServer(program));
  return Promise.all(urls.map(label));
}

export async function stopServers() {
  for (const { process: server, directory } of running.splice(0)) {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Debian's MariaDB calls itself `mysqld` too, so the program is asked what it is.
 * @returns {Program[]}
 */
function installedPrograms() {
  const mysqld = versionOf('mysqld');
  const hasMySql = mysqld !== '' && !mysqld.includes('MariaDB');
  /** @type {Program[]} */
  const programs = hasMySql ? ['mysqld'] : [];
  if (versionOf('mariadbd') !== '') programs.push('mariadbd');
  return programs;
}

/** @param {string} program */
function versionOf(program) {
  return (
    spawnSync(program, ['--version'], { encoding: 'utf8', env: serverEnvironment() }).stdout ?? ''
  );
}

/**
 * @param {Program} program
 * @returns {Promise<string>} its URL
 */
async function startServer(program) {
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-db-'));
  const data = join(directory, 'data');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const env = serverEnvironment();
  if (program === 'mysqld') {
    execFileSync(
      'mysqld',
      ['--no-defaults', '--initialize-insecure', `--datadir=${data}`, ...asRoot],
      { env, stdio: 'ignore' },
    );
  } else {
    execFileSync(
      'mariadb-install-db',
      [
        '--no-defaults',
        `--datadir=${data}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        ...asRoot,
      ],
      { env, stdio: 'ignore' },
    );
  }
  const port = await freePort();
  const options = [
    `--datadir=${data}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(directory, 'sock')}`,
    ...asRoot,
  ];
  if (program === 'mysqld') options.push('--mysqlx=OFF', '--secure-file-priv=');
  const server = spawn(program, ['--no-defaults', ...options], { env, stdio: 'ignore' });
  running.push({ process: server, directory });
  const url = `mysql://root@127.0.0.1:${port}/`;
  await untilReachable(url);
  return url;
}

/** @param {string} url */
async function untilReachable(url) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await versionAt(url);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/**
 * @param {string} url
 * @returns {Promise<TestServer>}
 */
async function label(url) {
  const base = url.trim().replace(/\/[^/]*$/, '/');
  const version = await versionAt(base);
  const [number = ''] = version.split('-');
  return { label: `${version.includes('MariaDB') ? 'MariaDB' : 'MySQL'} ${number}`, url: base };
}

/**
 * @param {string} url
 * @returns {Promise<string>}
 */
async function versionAt(url) {
  const connection = await createConnection(url);
  const [rows] = await connection.query('SELECT VERSION() AS version');
  await connection.end();
  return /** @type {[{ version: string }]} */ (rows)[0].version;
}

/** Servers live in `sbin`, which is not in everybody's path. */
function serverEnvironment() {
  return { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` };
}
