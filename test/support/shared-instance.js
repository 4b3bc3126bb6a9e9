import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentFor } from './environment.js';
import { freePort } from './ports.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {object} SharedInstanceInfo
 * @property {string} url
 * @property {string} databaseUrl
 * @property {string} directory
 */

/** An instance that lives as long as the run. Its suites wait until it is ready. */
export class SharedInstance {
  /**
   * @param {string} label
   * @param {import('./test-database.js').TestDatabase} database
   * @param {number} port
   * @param {import('node:child_process').ChildProcess} process
   */
  constructor(label, database, port, process) {
    this.label = label;
    this.database = database;
    this.process = process;
    /** @type {SharedInstanceInfo} */
    this.info = {
      url: `http://127.0.0.1:${port}`,
      databaseUrl: database.url,
      directory: database.directory,
    };
  }

  /**
   * @param {string} label
   * @param {import('./test-database.js').TestDatabase} database
   */
  static async spawn(label, database) {
    const port = await freePort();
    const log = openSync(join(database.directory, 'log'), 'w');
    const instance = spawn(process.execPath, ['dist/src/main.js'], {
      cwd: ROOT,
      env: environmentFor(database, { PORT: String(port), TRUST_PROXY: 'loopback' }),
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return new SharedInstance(label, database, port, instance);
  }

  async stop() {
    const { process } = this;
    if (process.exitCode === null && process.signalCode === null) {
      process.kill('SIGTERM');
      await once(process, 'exit');
    }
    await this.database.drop();
  }
}
