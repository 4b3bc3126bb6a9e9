import { Inserts } from './inserts.js';
import { keyOf } from './link-table.js';
import { DAY_MS, derivedColumns } from './program.js';
import { Random } from './random.js';

export const LINK_COUNT = Number(process.env['BENCH_LINKS'] ?? 1_000_000);
export const SHARED_URL = 'https://www.example.com/welcome';

const WORDS = Array.from({ length: 2_000 }, (_, index) => `word${index}`);
const WORDS_PER_TITLE = 3;
/** A range of links that are all deleted, as after a campaign. */
const CAMPAIGN = { first: 400_001, last: 450_000 };
const REDIRECT_COUNT = 1;
const QUARTER_MS = 900_000;

const COLUMNS = {
  link:
    'id key isAlias url urlHash title tags searchText externalId redirectStatus cacheSeconds ' +
    'forwardQuery disabled validFromMs expiresAtMs maxClicks deletedAtMs createdAtMs updatedAtMs version apiKeyId',
  link_tag: 'tag linkId createdAtMs',
  link_external_id: 'externalId linkId',
  link_clicks:
    'linkId humans bots prefetches redirects archivedHumans archivedBots archivedPrefetches lastQuarterHour',
};

/** @param {number} id */
export function createdAtMsOf(id) {
  return Date.UTC(2026, 0, 1) + id * 10_000;
}

/**
 * Of two links in three, in another order than they were created.
 * @param {number} id
 */
export function lastQuarterHourOf(id) {
  return Math.floor(createdAtMsOf((id * 7_919) % LINK_COUNT) / QUARTER_MS);
}

/**
 * Writes a million links with frequent and rare tags, titles and states.
 * @param {import('mysql2/promise').Connection} connection
 */
export async function writeListedLinks(connection) {
  const tables = Object.entries(COLUMNS).map(
    ([name, columns]) => new Inserts(connection, name, columns.split(' ')),
  );
  const random = new Random(1);
  for (let id = 1; id <= LINK_COUNT; id++) {
    for (const [index, rows] of createRows(id, random).entries()) {
      for (const row of rows) {
        const full = tables[index]?.add(row.map((value) => connection.escape(value)).join());
        if (full !== undefined) await full;
      }
    }
  }
  for (const table of tables) await table.flush();
  await connection.query('UPDATE `counter` SET `next` = ?', [LINK_COUNT + 1]);
  await connection.query('ANALYZE TABLE link, link_tag, link_external_id, link_clicks');
}

/**
 * Returns rows in the order of `COLUMNS`.
 * @param {number} id
 * @param {Random} random
 */
function createRows(id, random) {
  const createdAtMs = createdAtMsOf(id);
  const isDeleted = id % 33 === 5 || (id >= CAMPAIGN.first && id <= CAMPAIGN.last);
  const url = isDeleted ? '' : createUrl(id);
  const title = isDeleted || id % 5 > 2 ? null : createTitle(random);
  const tags = isDeleted ? [] : createTags(id);
  const externalId = isDeleted || id % 5 > 0 ? null : `order-${id}`;
  const { urlHash, searchText } = derivedColumns({ key: keyOf(id), url, title, note: null });
  const maxClicks = chooseMaxClicks(id);
  const link = [
    id,
    keyOf(id),
    0,
    url,
    urlHash,
    title,
    JSON.stringify(tags),
    searchText,
    externalId,
  ];
  const states = [
    id % 50 === 7 ? 1 : 0,
    id % 1_000 === 9 ? Date.UTC(2099, 0) : null,
    id % 20 === 3 ? createdAtMs + DAY_MS : null,
    maxClicks,
    isDeleted ? createdAtMs + DAY_MS : null,
  ];
  return [
    [[...link, 302, 0, 0, ...states, createdAtMs, createdAtMs, 1, 'bench']],
    tags.map((tag) => [tag, id, createdAtMs]),
    externalId === null ? [] : [[externalId, id]],
    maxClicks === null && id % 3 === 0
      ? []
      : [[id, REDIRECT_COUNT, 0, 0, REDIRECT_COUNT, 0, 0, 0, lastQuarterHourOf(id)]],
  ];
}

/** @param {number} id */
function createUrl(id) {
  if (id % 50 === 1) return SHARED_URL;
  return `https://www.example.com/articles/${id % 977}/${keyOf(id)}?utm_source=newsletter`;
}

/** @param {Random} random */
function createTitle(random) {
  const words = Array.from({ length: WORDS_PER_TITLE }, () => WORDS[random.below(WORDS.length)]);
  return words.join(' ');
}

/** @param {number} id */
function createTags(id) {
  return [
    ...(id % 3 === 0 ? ['third'] : []),
    ...(id % 10 === 0 ? ['even-tenth'] : []),
    ...(id % 10 === 1 ? ['odd-tenth'] : []),
    ...(id % 2 === 0 ? [`campaign-${id % 200}`] : []),
    ...(id % 50_000 === 0 ? ['rare'] : []),
  ];
}

/** A limit of one is exhausted, the others are not. @param {number} id */
function chooseMaxClicks(id) {
  if (id % 2_000 === 13) return REDIRECT_COUNT;
  return id % 50 === 13 ? 1_000 : null;
}
