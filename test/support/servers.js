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
/** A committed transaction outlives the end of the server, and need not outlive that of the machine. */
const FAST_COMMITS = ['--innodb-flush-log-at-trx-commit=2', '--sync-binlog=0', '--skip-log-bin'];

/** @type {OwnServer[]} */
const running = [];

/**
 * The servers of `TEST_MYSQL_URL`, else one of our own for each program installed.
 * @returns {Promise<TestServer[]>}
 */
export async function findServers() {
  const given = process.env['TEST_MYSQL_URL']?.split(',').filter((url) => url.trim() !== '');
  if (given !== undefined && given.length > 0) return Promise.all(given.map(label));
  for (const program of installedPrograms()) running.push(await OwnServer.make(program));
  return Promise.all(running.map(({ url }) => label(url)));
}

export async function stopServers() {
  for (const server of running.splice(0)) await server.remove();
}

/**
 * Debian's MariaDB calls itself `mysqld` too, so the program is asked what it is.
 * @returns {Program[]}
 */
export function installedPrograms() {
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

/** A server of our own, in a temporary directory. */
export class OwnServer {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;

  /**
   * @param {Program} program
   * @param {string} directory
   * @param {number} port
   * @param {readonly string[]} options
   */
  constructor(program, directory, port, options) {
    this.program = program;
    this.directory = directory;
    this.port = port;
    this.options = options;
    this.url = `mysql://root@127.0.0.1:${port}/`;
  }

  /**
   * @param {Program} program
   * @param {readonly string[]} options of the server, beside its own.
   */
  static async make(program, options = []) {
    const directory = mkdtempSync(join(tmpdir(), 'shortcore-db-'));
    const data = `--datadir=${join(directory, 'data')}`;
    const [initializer, ...initialOptions] =
      program === 'mysqld'
        ? ['mysqld', '--initialize-insecure']
        : ['mariadb-install-db', '--auth-root-authentication-method=normal', '--skip-test-db'];
    execFileSync(initializer, ['--no-defaults', data, ...initialOptions, ...asRoot()], {
      env: serverEnvironment(),
      stdio: 'ignore',
    });
    const server = new OwnServer(program, directory, await freePort(), options);
    await server.start();
    return server;
  }

  async start() {
    const options = [
      `--datadir=${join(this.directory, 'data')}`,
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(this.directory, 'sock')}`,
      ...FAST_COMMITS,
      ...asRoot(),
      ...this.options,
    ];
    if (this.program === 'mysqld') options.push('--mysqlx=OFF', '--secure-file-priv=');
    this.#process = spawn(this.program, ['--no-defaults', ...options], {
      env: serverEnvironment(),
      stdio: 'ignore',
    });
    await untilReachable(this.url);
  }

  /** @param {NodeJS.Signals} signal */
  async stop(signal) {
    this.#process?.kill(signal);
    if (this.#process?.exitCode === null && this.#process.signalCode === null) {
      await once(this.#process, 'exit');
    }
  }

  /** Has it stop answering, though its connections stay open and the system accepts new ones. */
  pause() {
    this.#process?.kill('SIGSTOP');
  }

  resume() {
    this.#process?.kill('SIGCONT');
  }

  async remove() {
    this.resume();
    await this.stop('SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function asRoot() {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
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
