// Baseline of bulk creation: `node:http` with one INSERT of the same number of rows by mysql2.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { createPool } from 'mysql2/promise';
import { COLUMNS, createLinkRow } from './link-row.js';

const [port, databaseUrl] = process.argv.slice(2);
const pool = createPool({ uri: String(databaseUrl), connectionLimit: 10 });

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function insert(request, response) {
  const { links } = /** @type {{ links: { url: string }[] }} */ (await json(request));
  await pool.query(`INSERT INTO link (${COLUMNS}) VALUES ?`, [
    links.map(({ url }) => createLinkRow(url).values),
  ]);
  response.writeHead(201).end();
}

createServer((request, response) => {
  if (request.method === 'POST') void insert(request, response);
  else response.writeHead(404).end();
}).listen(Number(port), '127.0.0.1');
