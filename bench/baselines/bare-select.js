// Baseline of uncached redirects: `node:http` with the same SELECT by mysql2.
import { createServer } from 'node:http';
import { createPool } from 'mysql2/promise';

const [port, databaseUrl] = process.argv.slice(2);
const pool = createPool({ uri: String(databaseUrl), connectionLimit: 10 });
const SELECT =
  'SELECT `key`, `url`, `redirectStatus`, `cacheSeconds`, `forwardQuery`, `validFromMs`, `expiresAtMs`, ' +
  '`disabled`, `deletedAtMs` FROM `link` WHERE `key` = ? LIMIT 1';

createServer((request, response) => void answer(request, response)).listen(
  Number(port),
  '127.0.0.1',
);

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response) {
  const [rows] = await pool.query(SELECT, [request.url?.slice(1)]);
  const [link] = /** @type {{ url: string }[]} */ (rows);
  if (link === undefined) response.writeHead(404).end();
  else {
    response
      .writeHead(302, {
        'X-Request-Id': '6ccb3a2e-94f5-4e6d-9fd5-2c9a53b2f2a1',
        Location: link.url,
        'Content-Length': '0',
        'Cache-Control': 'private, no-store',
      })
      .end();
  }
}
