import { createConnection } from 'mysql2/promise';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/ports.js';
import { median, quantile } from '../compare.js';
import { migrate, startServer } from '../processes.js';
import { readProcessorMs } from '../processor-time.js';
import { ADMIN_API_KEY, createLink, createSettings, toSqliteUrl } from './settings.js';

const NAME = 'shortcore_bench_idle';
/** Until what an instance does once after its start is over. */
const SETTLE_MS = 15_000;
const IDLE_MS = 60_000;
const CHANGE_COUNT = 60;
/** Longer than instances look for messages more often after one, plus up to one interval at random. */
const CHANGE_EVERY_MS = 1_100;
const RANDOM_MS = 100;

/**
 * @typedef {import('./settings.js').Bench} Bench
 * @typedef {import('../processes.js').Server} Server
 */

/**
 * Measures what an instance without clients takes of a core, and how long a change waits until it is known.
 * @param {Bench} bench
 * @returns {Promise<string[]>} lines to print
 */
export async function benchIdle(bench) {
  const { serverUrl } = bench;
  const lines = [await benchOn(bench, 'SQLite', toSqliteUrl(bench.directory, 'idle'))];
  if (serverUrl === undefined) return lines;
  const connection = await createConnection(serverUrl);
  await connection.query(`CREATE DATABASE ${NAME}`);
  try {
    lines.push(await benchOn(bench, 'the server', serverUrl + NAME));
  } finally {
    await connection.query(`DROP DATABASE ${NAME}`);
    await connection.end();
  }
  return lines;
}

/**
 * @param {Bench} bench
 * @param {string} database
 * @param {string} databaseUrl
 */
async function benchOn(bench, database, databaseUrl) {
  migrate(createSettings(bench, databaseUrl));
  const publisher = await startInstance(bench, databaseUrl);
  const recipient = await startInstance(bench, databaseUrl);
  await sleep(SETTLE_MS);
  const shares = await Promise.all([publisher, recipient].map(measureShare));
  const delays = await measureDelays(publisher.url);
  await Promise.all([publisher.stop(), recipient.stop()]);
  const percents = shares.map((share) => `${(share * 100).toFixed(2)} %`).join(' and ');
  const [middle, late] = [median(delays), quantile(delays, 0.95)].map((ms) => ms.toFixed(0));
  return `idle on ${database}: ${percents} of a core, of two instances; a change is known after ${middle} ms, p95 ${late} ms`;
}

/** @param {Bench} bench @param {string} databaseUrl */
async function startInstance(bench, databaseUrl) {
  const port = await freePort();
  const settings = createSettings(bench, databaseUrl, port);
  return startServer(['dist/src/main.js'], port, settings, bench.node);
}

/** @param {Server} server */
async function measureShare({ pid }) {
  const beforeMs = readProcessorMs(pid);
  await sleep(IDLE_MS);
  return (readProcessorMs(pid) - beforeMs) / IDLE_MS;
}

/** @param {string} url of the instance that makes the changes: its answer waits until the other one knows. */
async function measureDelays(url) {
  const link = `${url}/api/v1/links/${await createLink(url)}`;
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${ADMIN_API_KEY}`,
  };
  /** @type {number[]} */
  const delays = [];
  for (let count = 0; count < CHANGE_COUNT; count++) {
    await sleep(CHANGE_EVERY_MS + Math.random() * RANDOM_MS);
    const startedAtMs = performance.now();
    const body = JSON.stringify({ title: String(count) });
    const response = await fetch(link, { method: 'PATCH', headers, body });
    delays.push(performance.now() - startedAtMs);
    if (!response.ok) throw new Error(`${link} answers ${response.status}`);
    await response.arrayBuffer();
  }
  return delays;
}
