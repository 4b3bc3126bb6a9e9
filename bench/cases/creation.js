import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { compare } from '../compare.js';
import { migrate, startServer } from '../processes.js';
import { ADMIN_API_KEY, DESTINATION, createSettings } from './settings.js';

const BULK_LINKS = 1000;
/** Each connection sends `BULK_LINKS` links per request. */
const BULK_CONNECTIONS = 4;

/** @typedef {import('./settings.js').Bench & { serverUrl: string }} OnServer */

/** @param {OnServer} bench */
export function benchCreation(bench) {
  return compareInserts(bench, 'bare-insert.js', {
    name: 'POST /links, against a bare Nest + Express handler with one INSERT',
    paths: ['/api/v1/links', '/links'],
    body: { url: DESTINATION },
    goal: '≥ 0.60',
  });
}

/** @param {OnServer} bench */
export function benchBulkCreation(bench) {
  return compareInserts(bench, 'bare-bulk-insert.js', {
    name: `POST /links/bulk, ${BULK_LINKS} links, against a bare node:http with one INSERT`,
    paths: ['/api/v1/links/bulk', '/'],
    body: {
      links: Array.from({ length: BULK_LINKS }, (_, index) => ({ url: `${DESTINATION}&${index}` })),
    },
    goal: '≥ 0.30',
    connections: BULK_CONNECTIONS,
  });
}

/**
 * Compares the instance with a baseline, each on its own database.
 * @param {OnServer} bench
 * @param {string} script of the baseline
 * @param {{ name: string, paths: [string, string], body: object, goal: string, connections?: number }} testCase
 */
async function compareInserts(bench, script, { name, paths, body, goal, connections }) {
  const names = ['shortcore_bench_ours', 'shortcore_bench_bare'];
  const connection = await createConnection(bench.serverUrl);
  for (const database of names) await connection.query(`CREATE DATABASE ${database}`);
  try {
    const [oursUrl = '', bareUrl = ''] = names.map((database) => bench.serverUrl + database);
    for (const url of [oursUrl, bareUrl]) migrate(createSettings(bench, url));
    const [oursPort, barePort] = [await freePort(), await freePort()];
    const own = createSettings(bench, oursUrl, oursPort);
    const ours = await startServer(['dist/src/main.js'], oursPort, own);
    const bare = await startServer(
      [`bench/baselines/${script}`, String(barePort), bareUrl],
      barePort,
    );
    const load = {
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_API_KEY}` },
      body: JSON.stringify(body),
      ...(connections !== undefined && { connections }),
    };
    const [oursPath, barePath] = paths;
    const result = await compare(
      name,
      { url: ours.url + oursPath, ...load },
      { url: bare.url + barePath, ...load },
      goal,
    );
    await Promise.all([ours.stop(), bare.stop()]);
    return result;
  } finally {
    for (const database of names) await connection.query(`DROP DATABASE ${database}`);
    await connection.end();
  }
}
