// The measure for links in bulk: `node:http` alone, one INSERT of as many whole rows by mysql2.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { createPool } from 'mysql2/promise';

const [port, databaseUrl] = process.argv.slice(2);
const pool = createPool({ uri: String(databaseUrl), connectionLimit: 10 });
const COLUMNS =
  '`id`, `key`, `isAlias`, `url`, `urlHash`, `title`, `tags`, `externalId`, `searchText`, `redirectStatus`, ' +
  '`cacheSeconds`, `forwardQuery`, `validFromMs`, `expiresAtMs`, `disabled`, `deletedAtMs`, `createdAtMs`, ' +
  '`updatedAtMs`, `version`, `apiKeyId`';

let id = 0;

/** @param {{ url: string }} link */
function rowOf({ url }) {
  const key = randomBytes(6).toString('base64url');
  const now = Date.now();
  const hash = '0123456789abcdef0123456789abcdef';
  const row = [++id, key, false, url, hash, null, '[]', null, `${key}\n${url}\n`, 302];
  return [...row, 0, false, null, null, false, null, now, now, 1, 'bench'];
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function insert(request, response) {
  const { links } = /** @type {{ links: { url: string }[] }} */ (await json(request));
  await pool.query(`INSERT INTO link (${COLUMNS}) VALUES ?`, [links.map(rowOf)]);
  response.writeHead(201).end();
}

createServer((request, response) => {
  if (request.method === 'POST') void insert(request, response);
  else response.writeHead(404).end();
}).listen(Number(port), '127.0.0.1');
