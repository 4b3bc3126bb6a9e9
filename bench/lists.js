// node bench/lists.js <DATABASE_URL>
// Measures each kind of list page on a million links, which it writes to an empty database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../test/support/ports.js';
import {
  createdAtMsOf,
  lastQuarterHourOf,
  LINK_COUNT,
  SHARED_URL,
  writeListedLinks,
} from './seed/listed-links.js';
import { migrate, startServer } from './processes.js';
import { ADMIN_API_KEY, createSettings } from './cases/settings.js';

const CALL_COUNT = 100;

const FILTERS = [
  '',
  'tag=third',
  'tag=campaign-8',
  'tag=rare',
  'tag=absent',
  'tag=third&tag=even-tenth',
  'tag=even-tenth&tag=odd-tenth',
  'tag=third&tag=rare',
  'tag=third&state=disabled',
  'tag=third&search=word7',
  'state=active',
  'state=scheduled',
  'state=expired',
  'state=exhausted',
  'state=disabled',
  'search=newsletter',
  'search=word1234',
  'search=nowhere',
  'search=nowhere&state=active',
  'externalId=order-500000',
  `url=${encodeURIComponent('https://www.example.com/articles/0/k0500224?utm_source=newsletter')}`,
  `url=${encodeURIComponent(SHARED_URL)}`,
  `url=${encodeURIComponent(SHARED_URL)}&state=exhausted`,
  `url=${encodeURIComponent(SHARED_URL)}&tag=third&search=nowhere`,
  'anyTag=third&anyTag=rare',
  'anyTag=campaign-8&anyTag=campaign-9&anyTag=rare&anyTag=absent',
  'tag=third&anyTag=even-tenth&anyTag=odd-tenth',
  'withoutTag=third',
  'tag=third&withoutTag=even-tenth',
  'createdFrom=2026-02-01T00:00:00Z&createdTo=2026-02-02T00:00:00Z',
];

const databaseUrl = String(process.argv[2]);
const directory = mkdtempSync(join(tmpdir(), 'shortcore-lists-'));
const port = await freePort();
const bench = createSettings({ directory }, databaseUrl, port);
migrate(bench);
await seedIfEmpty();
const instance = await startServer(['dist/src/main.js'], port, bench);
try {
  console.log('| filter | order | page | p50 | p95 | max | links |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const filter of FILTERS) {
    for (const order of ['-createdAt', 'createdAt', '-lastClickedAt']) {
      await report(filter, order, 'first', () => '');
      await report(filter, order, 'deep', (index) => `&cursor=${createCursor(order, index)}`);
    }
  }
} finally {
  await instance.stop();
  rmSync(directory, { recursive: true });
}

/**
 * Returns cursors between a quarter and three quarters of all links.
 * @param {string} order
 * @param {number} index
 */
function createCursor(order, index) {
  const id = Math.floor(LINK_COUNT / 4 + ((LINK_COUNT / 2) * index) / CALL_COUNT);
  const position = order === '-lastClickedAt' ? `c${lastQuarterHourOf(id)}` : createdAtMsOf(id);
  return Buffer.from(`${position}.${id}`).toString('base64url');
}

/**
 * @param {string} filter
 * @param {string} order
 * @param {string} page
 * @param {(index: number) => string} cursor
 */
async function report(filter, order, page, cursor) {
  const calls = [];
  for (let index = 0; index < CALL_COUNT; index++) {
    calls.push(await call(`links?order=${order}&${filter}${cursor(index)}`));
  }
  const times = calls.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const figures = [0.5, 0.95, 1].map((share) => times[Math.ceil(times.length * share) - 1]);
  const cells = figures.map((ms) => ms?.toFixed(1)).join(' | ');
  const links = calls.reduce((sum, { count }) => sum + count, 0) / calls.length;
  console.log(`| ${filter || 'none'} | ${order} | ${page} | ${cells} | ${links} |`);
}

/** @param {string} path */
async function call(path) {
  const startedAt = performance.now();
  const response = await fetch(`${instance.url}/api/v1/${path}`, {
    headers: { Authorization: `Bearer ${ADMIN_API_KEY}` },
  });
  const { items } = /** @type {{ items: object[] }} */ (await response.json());
  return { ms: performance.now() - startedAt, count: items.length };
}

async function seedIfEmpty() {
  const connection = await createConnection(databaseUrl);
  await connection.query('SET SESSION unique_checks = 0, foreign_key_checks = 0');
  const [rows] = await connection.query('SELECT 1 FROM link LIMIT 1');
  if (Array.isArray(rows) && rows.length === 0) await writeListedLinks(connection);
  await connection.end();
}
