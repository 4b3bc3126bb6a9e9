import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { compare } from '../compare.js';
import { migrate, startServer } from '../processes.js';
import { ADMIN_API_KEY, DESTINATION, createSettings } from './settings.js';

const BULK_LINKS = 1000;
/** Each connection sends `BULK_LINKS` links per request. */
const BULK_CONNECTIONS = 4;
const DATABASES = ['shortcore_bench_ours', 'shortcore_bench_bare'];
const HEADERS = {
  'Content-Type': 'application/json',
  Authorization: `Bearer ${ADMIN_API_KEY}`,
};

/**
 * @typedef {import('./settings.js').OnServer} OnServer
 * @typedef {import('../processes.js').Server} Server
 * @typedef {import('../load.js').Load} Load
 * @typedef {{ name: string, goal: string, baseline: string, loads: (ours: Server, bare: Server) => Promise<[Load, Load]> }} ApiCase
 */

/** @param {OnServer} bench */
export function benchCreation(bench) {
  const body = JSON.stringify({ url: DESTINATION });
  return compareApi(bench, {
    name: 'POST /links, against bare Nest + Express with one INSERT',
    goal: '≥ 0.70',
    baseline: 'bare-nest.js',
    loads: async (ours, bare) => [
      { url: `${ours.url}/api/v1/links`, headers: HEADERS, body, status: 201 },
      { url: `${bare.url}/links`, headers: HEADERS, body, status: 201 },
    ],
  });
}

/** @param {OnServer} bench */
export function benchReading(bench) {
  return compareApi(bench, {
    name: 'GET /links/:key, against bare Nest + Express with one SELECT',
    goal: '–',
    baseline: 'bare-nest.js',
    loads: async (ours, bare) => [
      { url: await createAt(`${ours.url}/api/v1/links`), headers: HEADERS, status: 200 },
      { url: await createAt(`${bare.url}/links`), headers: HEADERS, status: 200 },
    ],
  });
}

/** @param {OnServer} bench */
export function benchBulkCreation(bench) {
  const links = Array.from({ length: BULK_LINKS }, (_, index) => ({
    url: `${DESTINATION}&${index}`,
  }));
  const body = JSON.stringify({ links });
  const load = { headers: HEADERS, body, connections: BULK_CONNECTIONS, status: 201 };
  return compareApi(bench, {
    name: `POST /links/bulk, ${BULK_LINKS} links, against bare node:http with one INSERT`,
    goal: '≥ 0.30',
    baseline: 'bare-bulk-insert.js',
    loads: async (ours, bare) => [
      { url: `${ours.url}/api/v1/links/bulk`, ...load },
      { url: bare.url, ...load },
    ],
  });
}

/** @param {string} url @returns {Promise<string>} the URL of a new link */
async function createAt(url) {
  const body = JSON.stringify({ url: DESTINATION });
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body });
  const { key } = /** @type {{ key: string }} */ (await response.json());
  return `${url}/${key}`;
}

/**
 * Compares the instance with a baseline, each on its own database.
 * @param {OnServer} bench
 * @param {ApiCase} testCase
 */
async function compareApi(bench, { name, goal, baseline, loads }) {
  const connection = await createConnection(bench.serverUrl);
  for (const database of DATABASES) await connection.query(`CREATE DATABASE ${database}`);
  try {
    const [oursUrl = '', bareUrl = ''] = DATABASES.map((database) => bench.serverUrl + database);
    for (const url of [oursUrl, bareUrl]) migrate(createSettings(bench, url));
    const ours = await startOurs(bench, oursUrl);
    const bare = await startBaseline(bench, baseline, bareUrl);
    const [oursLoad, bareLoad] = await loads(ours, bare);
    const result = await compare({
      name,
      goal,
      ours: { pid: ours.pid, load: oursLoad },
      baseline: { pid: bare.pid, load: bareLoad },
    });
    await Promise.all([ours.stop(), bare.stop()]);
    return result;
  } finally {
    for (const database of DATABASES) await connection.query(`DROP DATABASE ${database}`);
    await connection.end();
  }
}

/** @param {OnServer} bench @param {string} databaseUrl */
async function startOurs(bench, databaseUrl) {
  const port = await freePort();
  const variables = createSettings(bench, databaseUrl, port);
  return startServer(['dist/src/main.js'], port, variables, bench.node);
}

/** @param {OnServer} bench @param {string} script @param {string} databaseUrl */
async function startBaseline({ node }, script, databaseUrl) {
  const port = await freePort();
  return startServer([`bench/baselines/${script}`, String(port), databaseUrl], port, {}, node);
}
