import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { freePort } from '../../test/support/ports.js';
import { measure } from '../load.js';
import { migrate, startServer } from '../processes.js';
import { DESTINATION, createSettings, toSqliteUrl } from './settings.js';

const LINK_COUNT = 100_000;
const ROUND_COUNT = 8;
const SECONDS_PER_ROUND = 15;
const BYTES_PER_MB = 1024 * 1024;

/**
 * Measures the resident memory of an instance with 100 000 cached links while it answers redirects.
 * @param {import('./settings.js').Bench} bench
 * @returns {Promise<string[]>} lines to print
 */
export async function benchMemory(bench) {
  const databaseUrl = toSqliteUrl(bench.directory, 'memory');
  migrate(createSettings(bench, databaseUrl));
  insertLinks(databaseUrl.replace('sqlite:', ''));
  const port = await freePort();
  const ours = await startServer(['dist/src/main.js'], port, {
    ...createSettings(bench, databaseUrl, port),
    CACHE_TTL_SECONDS: '3600',
  });
  const script = join(bench.directory, 'all.lua');
  writeFileSync(script, ALL_KEYS);
  const lines = [`at the start: ${readResidentMb(ours.pid)} MB`];
  let redirects = 0;
  for (let round = 0; round < ROUND_COUNT; round++) {
    redirects += (await measure({ url: ours.url, script }, SECONDS_PER_ROUND)).count;
    lines.push(`after ${(redirects / 1e6).toFixed(1)} M redirects: ${readResidentMb(ours.pid)} MB`);
  }
  await ours.stop();
  return lines;
}

const ALL_KEYS = `
local n = 0
function request()
  n = (n + 1) % ${LINK_COUNT}
  return wrk.format("GET", string.format("/k%06d", n))
end
`;

/** @param {string} path */
function insertLinks(path) {
  const database = new Libsql(path, {});
  database.exec('BEGIN');
  const insert = database.prepare(
    'INSERT INTO link (id, key, isAlias, url, urlHash, tags, searchText, redirectStatus, cacheSeconds, ' +
      'forwardQuery, disabled, createdAtMs, updatedAtMs, version, apiKeyId) ' +
      "VALUES (?, ?, 1, ?, '', '[]', '', 302, 0, 0, 0, 0, 0, 1, 'bench')",
  );
  for (let id = 0; id < LINK_COUNT; id++) {
    insert.run(id, `k${String(id).padStart(6, '0')}`, `${DESTINATION}&n=${id}`);
  }
  database.exec('COMMIT');
  database.close();
}

/** @param {number} pid of a process on Linux */
function readResidentMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
  return Math.round((kilobytes * 1024) / BYTES_PER_MB);
}
