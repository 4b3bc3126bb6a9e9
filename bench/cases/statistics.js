import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { median } from '../compare.js';
import { ClickSource } from '../seed/click-source.js';
import { ClickTables } from '../seed/click-tables.js';
import { keyOf, writeLinks } from '../seed/link-table.js';
import { migrate, startContender } from '../processes.js';
import { ADMIN_API_KEY, settings } from './settings.js';

const NAME = 'shortcore_bench_statistics';
const DAY_COUNT = 365;
const BUSY_CLICKS = 100_000_000;
const QUIET_CLICKS = 10_000;
/** The busy link's clicks are drawn so many at a time: of a million it shows no more. */
const BUSY_WEIGHT = 100;
const ROUND_COUNT = 300;
const WARM_UP_COUNT = 30;

/**
 * How long the statistics of a link with 100 million clicks take, in turn with those of one with ten thousand.
 * @param {import('./settings.js').Bench & { serverUrl: string }} bench
 * @returns {Promise<string>} a line
 */
export async function statistics(bench) {
  const databaseUrl = bench.serverUrl + NAME;
  const connection = await createConnection(bench.serverUrl);
  await connection.query(`CREATE DATABASE ${NAME}`);
  try {
    migrate(settings(bench, databaseUrl));
    await connection.query(`USE ${NAME}`);
    const nowMs = Date.now();
    await writeLinks(connection, 2, nowMs);
    await writeClicks(connection, 1, { nowMs, clicks: BUSY_CLICKS, weight: BUSY_WEIGHT });
    await writeClicks(connection, 2, { nowMs, clicks: QUIET_CLICKS, weight: 1 });
    const port = await freePort();
    const instance = await startContender(
      ['dist/src/main.js'],
      port,
      settings(bench, databaseUrl, port),
    );
    const times = await inTurn(instance.url);
    await instance.stop();
    return line(times);
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
async function inTurn(url) {
  /** @type {[busy: number, quiet: number][]} */
  const times = [];
  for (let round = 0; round < WARM_UP_COUNT + ROUND_COUNT; round++) {
    times.push([await timeOf(url, keyOf(1)), await timeOf(url, keyOf(2))]);
  }
  return times.slice(WARM_UP_COUNT);
}

/**
 * @param {string} url
 * @param {string} key
 */
async function timeOf(url, key) {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/v1/links/${key}/stats`, {
    headers: { Authorization: `Bearer ${ADMIN_API_KEY}` },
  });
  await response.text();
  if (!response.ok) throw new Error(`the statistics of ${key} answer ${response.status}`);
  return performance.now() - startedAt;
}

/** @param {[busy: number, quiet: number][]} times */
function line(times) {
  const busy = times.map(([one]) => one);
  const quiet = times.map(([, other]) => other);
  const ratio = median(times.map(([one, other]) => one / other));
  return (
    `statistics over 30 days of a link with 100 M clicks: ${inWords(busy)}; with 10 000 clicks: ` +
    `${inWords(quiet)}; ratio ${ratio.toFixed(2)} (goal: ≤ 3, p95 ≤ 100 ms)`
  );
}

/** @param {number[]} times */
function inWords(times) {
  const p95 = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)];
  return `${median(times).toFixed(1)} ms (p95 ${p95?.toFixed(1)} ms)`;
}
