import Libsql from 'libsql';
import { ADMIN_API_KEY } from '../cases/settings.js';
import { ClickSource } from './click-source.js';
import { ClickTables } from './click-tables.js';
import { createDemoLinks } from './demo-links.js';
import { ALL_LINKS, DAY_MS, dayOf } from './program.js';

const DAY_COUNT = 730;
const CLICK_COUNT = 420_000;
const PEOPLE_PER_DAY = 6_000;
const LINKS_PER_CALL = 100;
/** Every fiftieth link. */
const DISABLED_EVERY = 50;

/**
 * Creates the links of a demonstration through the API, and returns their keys.
 * @param {string} url of an instance
 */
export async function createLinks(url) {
  const links = createDemoLinks();
  /** @type {string[]} */
  const keys = [];
  for (let at = 0; at < links.length; at += LINKS_PER_CALL) {
    const bodies = links.slice(at, at + LINKS_PER_CALL).map(({ body }) => body);
    const { results } = await call(url, '/api/v1/links/bulk', { links: bodies });
    for (const { link, problem } of results) {
      if (link === undefined) throw new Error(JSON.stringify(problem));
      keys.push(link.key);
    }
  }
  for (let at = DISABLED_EVERY; at < keys.length; at += DISABLED_EVERY) {
    await call(url, `/api/v1/links/${keys[at]}`, { disabled: true }, true);
  }
  return keys;
}

/**
 * Creates API keys as people have them.
 * @param {string} url of an instance
 */
export async function createApiKeys(url) {
  const scopes = /** @type {const} */ ([
    ['Marketing team', ['links:read', 'links:write', 'stats:read']],
    ['Shop (checkout mails)', ['links:write']],
    ['Dashboard in the lobby', ['stats:read']],
  ]);
  for (const [name, allowed] of scopes) {
    await call(url, '/api/v1/admin/api-keys', { name, scopes: allowed });
  }
}

/**
 * @param {string} url
 * @param {string} path
 * @param {object} body
 * @param {boolean} [isChange]
 */
async function call(url, path, body, isChange = false) {
  const response = await fetch(url + path, {
    method: isChange ? 'PATCH' : 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_API_KEY}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return /** @type {any} */ (await response.json());
}

/**
 * Adds two years of clicks to the links, and moves their creation into the past. No instance may be running.
 * @param {string} file of the SQLite database
 * @param {readonly string[]} keys as `createLinks` returned them
 */
export async function addClicks(file, keys) {
  const database = new Libsql(file);
  const nowMs = Date.now();
  const links = createDemoLinks();
  const total = links.reduce((sum, { weight, ageDays }) => sum + weight * ageDays, 0);
  const source = new ClickSource({ dayCount: DAY_COUNT, nowMs, peoplePerDay: PEOPLE_PER_DAY });
  const tables = new ClickTables(
    /** @type {any} */ ({ query: async (/** @type {string} */ text) => void database.exec(text) }),
  );
  const rows = /** @type {{ id: number, key: string }[]} */ (
    database.prepare('SELECT id, key FROM link').all()
  );
  const idsByKey = new Map(rows.map(({ id, key }) => [key, id]));
  database.exec('BEGIN');
  for (const [index, { weight, ageDays }] of links.entries()) {
    const id = idsByKey.get(keys[index] ?? '') ?? 0;
    const createdAtMs = nowMs - ageDays * DAY_MS - index * 61_000;
    database.prepare('UPDATE link SET createdAtMs = ? WHERE id = ?').run(createdAtMs, id);
    database.prepare('UPDATE link_tag SET createdAtMs = ? WHERE linkId = ?').run(createdAtMs, id);
    const share = (weight * ageDays) / total;
    const draws = Math.round((CLICK_COUNT * share * DAY_COUNT) / Math.max(1, ageDays));
    await tables.write(id, source.drawDays(id, draws, dayOf(createdAtMs)));
  }
  await tables.write(ALL_LINKS, source.sumDays());
  await tables.flush();
  database.exec('COMMIT');
  database.close();
}
