import { createConnection } from 'mysql2/promise';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Proxy } from '../test/support/proxy.js';
import { installedPrograms, OwnServer } from '../test/support/servers.js';

const NAME = 'shortcore_soak';

/** A database server of this run alone, and a proxy to it for each machine; or a SQLite file, which has no outages. */
export class SoakDatabase {
  /** @type {Proxy[]} */
  proxies = [];

  /**
   * @param {OwnServer | undefined} server
   * @param {string} directory
   */
  constructor(server, directory) {
    this.server = server;
    this.directory = directory;
  }

  /**
   * @param {string} wanted `any`, `sqlite`, or a program
   * @param {string} directory
   */
  static async create(wanted, directory) {
    const programs = installedPrograms();
    const program = wanted === 'any' ? programs[0] : programs.find((name) => name === wanted);
    if (program === undefined && !['any', 'sqlite'].includes(wanted)) {
      throw new Error(`${wanted} is not installed`);
    }
    const server = program === undefined ? undefined : await OwnServer.make(program);
    if (server !== undefined) await query(server.url, `CREATE DATABASE ${NAME}`);
    return new SoakDatabase(server, directory);
  }

  get label() {
    return this.server?.program ?? 'SQLite, on one machine, without outages';
  }

  /** Past all proxies. */
  get directUrl() {
    const { server } = this;
    return server === undefined
      ? `sqlite:${join(this.directory, 'soak.db')}`
      : `${server.url}${NAME}`;
  }

  /** The address for one more machine. */
  async nextUrl() {
    if (this.server === undefined) return this.directUrl;
    const { proxy, url } = await Proxy.to(this.directUrl);
    this.proxies.push(proxy);
    return url;
  }

  /** Kills the server, as the kernel does when memory is short, and starts it again. @param {number} downMs */
  async crash(downMs) {
    await this.server?.stop('SIGKILL');
    await sleep(downMs);
    await this.server?.start();
  }

  async remove() {
    for (const proxy of this.proxies) proxy.close();
    await this.server?.remove();
  }
}

/** @param {string} url @param {string} statement */
async function query(url, statement) {
  const connection = await createConnection(url);
  await connection.query(statement);
  await connection.end();
}
