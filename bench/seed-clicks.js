// node bench/seed-clicks.js <DATABASE_URL> [--clicks 100000000] [--links 1000000] [--days 365]
// Seeds an empty MySQL database with links and the roll-ups of their clicks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { ClickSource } from './seed/click-source.js';
import { ClickTables } from './seed/click-tables.js';
import { writeLinks } from './seed/link-table.js';
import { ALL_LINKS, DAY_MS, dayOf } from './seed/program.js';
import { zipf } from './seed/random.js';
import { migrate } from './processes.js';
import { createSettings } from './cases/settings.js';

/** Each connection writes a range of links, in the order of the primary key. */
const WRITER_COUNT = 2;
const PEOPLE_PER_CLICK = 0.6;
/** Greater than the number of links, so that multiplication spreads the ranks over all ids. */
const PRIME = 7_368_787;
const INDEX = 'click_day_by_clicks';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    clicks: { type: 'string', default: '100000000' },
    links: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '365' },
  },
});
const databaseUrl = String(positionals[0]);
const [clickCount, linkCount, dayCount] = [values.clicks, values.links, values.days].map(Number);

await seed(clickCount ?? 0, linkCount ?? 0, dayCount ?? 0);

/**
 * @param {number} clicks by humans and bots
 * @param {number} links
 * @param {number} days
 */
async function seed(clicks, links, days) {
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-seed-'));
  migrate(createSettings({ directory }, databaseUrl));
  rmSync(directory, { recursive: true });
  const connections = await Promise.all(Array.from({ length: WRITER_COUNT }, connect));
  const [first] = connections;
  if (first === undefined || !(await isEmpty(first)))
    throw new Error('the database has links already');
  const nowMs = Date.now();
  const peoplePerDay = Math.ceil((clicks / days) * PEOPLE_PER_CLICK);
  const source = new ClickSource({ dayCount: days, nowMs, peoplePerDay });
  const clicksByRank = spread(clicks, zipf(links));
  /** @param {number} id */
  const getClicks = (id) => clicksByRank[(id * PRIME) % links] ?? 0;

  await measure('links', () => writeLinks(first, links, (dayOf(nowMs) - days) * DAY_MS));
  await first.query(`ALTER TABLE click_day DROP INDEX ${INDEX}`);
  await measure('days and totals', async () => {
    const size = Math.ceil(links / WRITER_COUNT);
    await Promise.all(
      connections.map((connection, part) =>
        writeClicks(new ClickTables(connection), source, generateIds(part, size, links), getClicks),
      ),
    );
    const tables = new ClickTables(first);
    await tables.write(ALL_LINKS, source.sumDays());
    await tables.flush();
  });
  await measure('index', () =>
    first.query(`ALTER TABLE click_day ADD INDEX ${INDEX} (day, clicks, linkId)`),
  );
  await reportSizes(first, clicks);
  for (const connection of connections) await connection.end();
}

/**
 * @param {ClickTables} tables
 * @param {ClickSource} source
 * @param {Iterable<number>} ids
 * @param {(id: number) => number} getClicks
 */
async function writeClicks(tables, source, ids, getClicks) {
  for (const id of ids) {
    await tables.write(id, source.drawDays(id, getClicks(id)));
    if (id % 50_000 === 0) console.log(`  link ${id}: ${tables.dayCount} days by this writer`);
  }
  await tables.flush();
}

/**
 * @param {number} part
 * @param {number} size
 * @param {number} links
 */
function* generateIds(part, size, links) {
  const last = Math.min(links, (part + 1) * size);
  for (let id = part * size + 1; id <= last; id++) yield id;
}

async function connect() {
  const connection = await createConnection(databaseUrl);
  await connection.query(
    'SET SESSION sql_log_bin = 0, unique_checks = 0, foreign_key_checks = 0, ' +
      'innodb_ddl_buffer_size = 268435456, information_schema_stats_expiry = 0',
  );
  return connection;
}

/** @param {import('mysql2/promise').Connection} connection */
async function isEmpty(connection) {
  const [rows] = await connection.query('SELECT 1 FROM link LIMIT 1');
  return Array.isArray(rows) && rows.length === 0;
}

/**
 * Distributes the total over integers in proportion to the weights.
 * @param {number} total
 * @param {Float64Array} weights
 */
function spread(total, weights) {
  const scale = total / weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    const before = Math.round(sum * scale);
    sum += weight;
    return Math.round(sum * scale) - before;
  });
}

/**
 * @param {string} name
 * @param {() => Promise<unknown>} work
 */
async function measure(name, work) {
  const startedAt = performance.now();
  await work();
  console.log(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/**
 * @param {import('mysql2/promise').Connection} connection
 * @param {number} clicks
 */
async function reportSizes(connection, clicks) {
  await connection.query('ANALYZE TABLE link, click_day, link_clicks');
  const [rows] = await connection.query(
    'SELECT TABLE_NAME AS name, DATA_LENGTH AS data, INDEX_LENGTH AS indexes FROM information_schema.TABLES ' +
      "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('link', 'click_day', 'link_clicks')",
  );
  for (const { name, data, indexes } of /** @type {Size[]} */ (rows)) {
    const [counted] = await connection.query(`SELECT COUNT(*) AS count FROM \`${name}\``);
    const [{ count }] = /** @type {[{ count: number }]} */ (counted);
    const perMillion = ((data + indexes) / clicks) * 1e6;
    console.log(
      `${name}: ${count} rows, ${formatMegabytes(data)} of data, ${formatMegabytes(indexes)} of indexes, ` +
        `${formatMegabytes(perMillion)} per million clicks`,
    );
  }
}

/** @typedef {{ name: string, data: number, indexes: number }} Size */

/** @param {number} bytes */
function formatMegabytes(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
