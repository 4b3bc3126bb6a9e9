import { join } from 'node:path';
import { BROWSERS } from './browsers.js';

export const ADMIN_API_KEY = 'bench-admin-key-0123456789';
export const DESTINATION = 'https://example.com/a?b=c';

/**
 * The directory and the database server of a benchmark run, and the Node that servers run on.
 * @typedef {{ directory: string, serverUrl: string | undefined, node: string }} Bench
 */

/** A case that needs a database server. @typedef {Bench & { serverUrl: string }} OnServer */

/** The headers of a browser that follows a link. */
export const BROWSER_HEADERS = BROWSERS[0] ?? {};

/** @param {string} directory @param {string} name */
export function toSqliteUrl(directory, name) {
  return `sqlite:${join(directory, name)}.db`;
}

/**
 * Creates the environment variables of an instance.
 * @param {Pick<Bench, 'directory'>} bench
 * @param {string} databaseUrl
 * @param {number} [port]
 */
export function createSettings({ directory }, databaseUrl, port = 3000) {
  return {
    ADMIN_API_KEY,
    DATABASE_URL: databaseUrl,
    DATA_DIR: directory,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '1000000000',
  };
}

/**
 * Creates a link and returns its key.
 * @param {string} url of an instance
 */
export async function createLink(url) {
  const response = await fetch(`${url}/api/v1/links`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_API_KEY}` },
    body: JSON.stringify({ url: DESTINATION }),
  });
  const { key } = /** @type {{ key: string }} */ (await response.json());
  return key;
}
