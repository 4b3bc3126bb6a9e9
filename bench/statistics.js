// node bench/statistics.js <DATABASE_URL>
// Measures each statistics call, on a database that seed-clicks.js has filled.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../test/support/ports.js';
import { DAY_MS } from './seed/program.js';
import { Random } from './seed/random.js';
import { startServer } from './processes.js';
import { ADMIN_API_KEY, createSettings } from './cases/settings.js';

const CALL_COUNT = 100;
/** After this many failures a call is not repeated, because each can take seconds. */
const MAX_FAILURES = 5;
const LINK_COUNT = 100;
const HOTTEST_COUNT = 10;
/** The range of clicks of links in the middle group. */
const MIDDLE_CLICKS = [1_000, 20_000];

/** @typedef {{ title: string, keys: string[] }} Group */

const databaseUrl = String(process.argv[2]);
const directory = mkdtempSync(join(tmpdir(), 'shortcore-statistics-'));
const port = await freePort();
const groups = await findLinks();
const instance = await startServer(
  ['dist/src/main.js'],
  port,
  createSettings({ directory }, databaseUrl, port),
);
try {
  console.log('| call | first | p50 | p95 | max | failed |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const [title, toPath] of calls()) await report(title, toPath);
} finally {
  await instance.stop();
  rmSync(directory, { recursive: true });
}

/** @returns {Generator<[title: string, toPath: (index: number) => string]>} */
function* calls() {
  const year = since(365);
  for (const { title, keys } of groups) {
    /** @type {(rest: string) => (index: number) => string} */
    const linkPath = (rest) => (index) => `links/${keys[index % keys.length]}/${rest}`;
    yield [`a ${title} link, default`, linkPath('stats')];
    yield [`a ${title} link, 365 days`, linkPath(`stats?from=${year}`)];
    yield [
      `a ${title} link, 365 days of Berlin`,
      linkPath(`stats?from=${year}&timezone=Europe%2FBerlin`),
    ];
    yield [`a ${title} link, 30 days by hour`, linkPath(`stats?from=${since(30)}&unit=hour`)];
    yield [`a ${title} link, CSV`, linkPath('stats.csv')];
    yield [`a ${title} link, CSV of 365 days`, linkPath(`stats.csv?from=${year}`)];
  }
  yield ['all links, default', () => 'admin/stats'];
  yield ['all links, 365 days', () => `admin/stats?from=${year}`];
  for (const limit of [10, 100]) {
    yield [`top ${limit}, default`, () => `admin/stats/top-links?limit=${limit}`];
    for (const days of [7, 90, 365]) {
      const query = `from=${since(days)}&limit=${limit}`;
      yield [`top ${limit}, ${days} days`, () => `admin/stats/top-links?${query}`];
    }
  }
}

/** @param {number} days */
function since(days) {
  return new Date(Date.now() - (days - 1) * DAY_MS).toISOString();
}

/**
 * @param {string} title
 * @param {(index: number) => string} toPath
 */
async function report(title, toPath) {
  const times = [];
  let failureCount = 0;
  for (let index = 0; index < CALL_COUNT && failureCount < MAX_FAILURES; index++) {
    const { ms, isAnswered } = await call(toPath(index));
    times.push(ms);
    if (!isAnswered) failureCount++;
  }
  const sorted = times.toSorted((one, other) => one - other);
  const figures = [times[0], percentile(sorted, 0.5), percentile(sorted, 0.95), sorted.at(-1)];
  const cells = figures.map((ms) => `${ms?.toFixed(1)} ms`).join(' | ');
  console.log(`| ${title} | ${cells} | ${failureCount} of ${times.length} |`);
}

/**
 * @param {number[]} sorted
 * @param {number} share
 */
function percentile(sorted, share) {
  return sorted[Math.ceil(sorted.length * share) - 1];
}

/** @param {string} path */
async function call(path) {
  const startedAt = performance.now();
  const response = await fetch(`${instance.url}/api/v1/${path}`, {
    headers: { Authorization: `Bearer ${ADMIN_API_KEY}` },
  });
  await response.text();
  return { ms: performance.now() - startedAt, isAnswered: response.ok };
}

/** @returns {Promise<Group[]>} */
async function findLinks() {
  const connection = await createConnection(databaseUrl);
  /** @param {string} sql */
  const keys = async (sql) => {
    const [rows] = await connection.query(sql);
    return /** @type {{ key: string }[]} */ (rows).map(({ key }) => key);
  };
  const [rows] = await connection.query('SELECT MAX(id) AS lastId FROM link');
  const [{ lastId }] = /** @type {[{ lastId: number }]} */ (rows);
  const random = new Random(Date.now());
  const ids = Array.from({ length: LINK_COUNT * 2 }, () => 1 + random.below(lastId));
  const join =
    'SELECT l.`key` FROM link l JOIN link_clicks c ON c.linkId = l.id WHERE l.deletedAtMs IS NULL';
  const randomLinks = `${join} AND l.id IN (${ids.join()}) LIMIT ${LINK_COUNT}`;
  const clicks = 'c.humans + c.bots';
  const middle = `${join} AND ${clicks} BETWEEN ${MIDDLE_CLICKS.join(' AND ')} LIMIT ${LINK_COUNT}`;
  const hottest = `${join} ORDER BY ${clicks} DESC LIMIT ${HOTTEST_COUNT}`;
  const groups = [
    { title: 'hot', keys: await keys(hottest) },
    { title: 'middle', keys: await keys(middle) },
    { title: 'random', keys: await keys(randomLinks) },
  ];
  await connection.end();
  return groups;
}
