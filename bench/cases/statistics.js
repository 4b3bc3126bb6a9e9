import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { median } from '../compare.js';
import { ClickSource } from '../seed/click-source.js';
import { ClickTables } from '../seed/click-tables.js';
import { keyOf, writeLinks } from '../seed/link-table.js';
import { migrate, startServer } from '../processes.js';
import { ADMIN_API_KEY, createSettings } from './settings.js';

const NAME = 'shortcore_bench_statistics';
const DAY_COUNT = 365;
const BUSY_CLICKS = 100_000_000;
const QUIET_CLICKS = 10_000;
/** Each random draw of the busy link stands for this many clicks, to save time. */
const BUSY_WEIGHT = 100;
const ROUND_COUNT = 300;
const WARM_UP_COUNT = 30;

/**
 * Measures the latency of the statistics of a link with 100 million clicks against one with 10 000 clicks.
 * @param {import('./settings.js').Bench & { serverUrl: string }} bench
 * @returns {Promise<string>} a line to print
 */
export async function benchStatistics(bench) {
  const databaseUrl = bench.serverUrl + NAME;
  const connection = await createConnection(bench.serverUrl);
  await connection.query(`CREATE DATABASE ${NAME}`);
  try {
    migrate(createSettings(bench, databaseUrl));
    await connection.query(`USE ${NAME}`);
    const nowMs = Date.now();
    await writeLinks(connection, 2, nowMs);
    await writeClicks(connection, 1, { nowMs, clicks: BUSY_CLICKS, weight: BUSY_WEIGHT });
    await writeClicks(connection, 2, { nowMs, clicks: QUIET_CLICKS, weight: 1 });
    const port = await freePort();
    const instance = await startServer(
      ['dist/src/main.js'],
      port,
      createSettings(bench, databaseUrl, port),
    );
    const times = await measureAlternately(instance.url);
    await instance.stop();
    return formatLine(times);
  } finally {
    await connection.query(`DROP DATABASE ${NAME}`);
    await connection.end();
  }
}

/**
 * @param {import('mysql2/promise').Connection} connection
 * @param {number} id
 * @param {{ nowMs: number, clicks: number, weight: number }} options
 */
async function writeClicks(connection, id, { nowMs, clicks, weight }) {
  const drawCount = clicks / weight;
  const peoplePerDay = Math.ceil(drawCount / DAY_COUNT);
  const source = new ClickSource({ dayCount: DAY_COUNT, nowMs, peoplePerDay, weight });
  const tables = new ClickTables(connection);
  await tables.write(id, source.drawDays(id, drawCount));
  await tables.flush();
}

/** @param {string} url of an instance */
async function measureAlternately(url) {
  /** @type {[busy: number, quiet: number][]} */
  const times = [];
  for (let round = 0; round < WARM_UP_COUNT + ROUND_COUNT; round++) {
    times.push([await measureCall(url, keyOf(1)), await measureCall(url, keyOf(2))]);
  }
  return times.slice(WARM_UP_COUNT);
}

/**
 * @param {string} url
 * @param {string} key
 */
async function measureCall(url, key) {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/v1/links/${key}/stats`, {
    headers: { Authorization: `Bearer ${ADMIN_API_KEY}` },
  });
  await response.text();
  if (!response.ok) throw new Error(`the statistics of ${key} answer ${response.status}`);
  return performance.now() - startedAt;
}

/** @param {[busy: number, quiet: number][]} times */
function formatLine(times) {
  const busy = times.map(([one]) => one);
  const quiet = times.map(([, other]) => other);
  const ratio = median(times.map(([one, other]) => one / other));
  return (
    `statistics over 30 days of a link with 100 M clicks: ${formatTimes(busy)}; with 10 000 clicks: ` +
    `${formatTimes(quiet)}; ratio ${ratio.toFixed(2)} (goal: ≤ 3, p95 ≤ 100 ms)`
  );
}

/** @param {number[]} times */
function formatTimes(times) {
  const p95 = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)];
  return `${median(times).toFixed(1)} ms (p95 ${p95?.toFixed(1)} ms)`;
}
