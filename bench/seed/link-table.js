import { Inserts } from './inserts.js';
import { DAY_MS, derivedColumns } from './program.js';

const COLUMNS = [
  'id',
  'key',
  'isAlias',
  'url',
  'urlHash',
  'tags',
  'searchText',
  'redirectStatus',
  'cacheSeconds',
  'forwardQuery',
  'disabled',
  'expiresAtMs',
  'deletedAtMs',
  'createdAtMs',
  'updatedAtMs',
  'version',
  'apiKeyId',
];

/** @param {number} id */
export function keyOf(id) {
  return `k${String(id).padStart(7, '0')}`;
}

/**
 * Writes links with ids from 1. Two percent are disabled, five percent expired and three percent deleted.
 * @param {import('mysql2/promise').Connection} connection
 * @param {number} linkCount
 * @param {number} firstMs after the creation of all links
 */
export async function writeLinks(connection, linkCount, firstMs) {
  const inserts = new Inserts(connection, 'link', COLUMNS);
  for (let id = 1; id <= linkCount; id++) {
    const full = inserts.add(toSqlValues(id, firstMs - (linkCount - id) * 1_000));
    if (full !== undefined) await full;
  }
  await inserts.flush();
  await connection.query('UPDATE `counter` SET `next` = ?', [linkCount + 1]);
}

/**
 * @param {number} id
 * @param {number} createdAtMs
 */
function toSqlValues(id, createdAtMs) {
  const key = keyOf(id);
  const url = `https://www.example.com/articles/${id % 977}/${key}?utm_source=newsletter`;
  const { urlHash, searchText } = derivedColumns({ key, url, title: null, note: null });
  const disabled = id % 50 === 7 ? 1 : 0;
  const expiresAtMs = id % 20 === 3 ? createdAtMs + DAY_MS : 'NULL';
  const deletedAtMs = id % 33 === 5 ? createdAtMs + DAY_MS : 'NULL';
  return (
    `${id},'${key}',1,'${url}','${urlHash}','[]','${searchText}',302,0,0,` +
    `${disabled},${expiresAtMs},${deletedAtMs},${createdAtMs},${createdAtMs},1,'bench'`
  );
}
