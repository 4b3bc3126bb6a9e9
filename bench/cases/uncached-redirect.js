import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { compare } from '../compare.js';
import { migrate, startServer } from '../processes.js';
import { DESTINATION, createSettings } from './settings.js';

const LINK_COUNT = 1_000_000;
const ROWS_PER_INSERT = 5_000;
const NAME = 'shortcore_bench_million';

/** @param {import('./settings.js').OnServer} bench */
export async function benchUncachedRedirect(bench) {
  const databaseUrl = bench.serverUrl + NAME;
  const connection = await createConnection(bench.serverUrl);
  await connection.query(`CREATE DATABASE ${NAME}`);
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-bench-'));
  try {
    migrate(createSettings(bench, databaseUrl));
    await connection.query(`USE ${NAME}`);
    await insertLinks(connection);
    const [oursPort, barePort] = [await freePort(), await freePort()];
    const variables = {
      ...createSettings(bench, databaseUrl, oursPort),
      // Nearly none of the million links is in the cache.
      CACHE_MAX_LINKS: '1000',
    };
    const ours = await startServer(['dist/src/main.js'], oursPort, variables, bench.node);
    const bare = await startServer(
      ['bench/baselines/bare-select.js', String(barePort), databaseUrl],
      barePort,
      {},
      bench.node,
    );
    const script = join(directory, 'random.lua');
    writeFileSync(script, RANDOM_KEYS);
    const comparison = await compare({
      name: 'uncached redirect, a million links, against bare node:http with the same SELECT',
      goal: '≥ 0.50',
      ours: { pid: ours.pid, load: { url: ours.url, script } },
      baseline: { pid: bare.pid, load: { url: bare.url, script } },
    });
    await Promise.all([ours.stop(), bare.stop()]);
    return comparison;
  } finally {
    await connection.query(`DROP DATABASE ${NAME}`);
    await connection.end();
    rmSync(directory, { recursive: true });
  }
}

const RANDOM_KEYS = `
function init() math.randomseed(os.time()) end
function request()
  return wrk.format("GET", string.format("/k%06d", math.random(0, ${LINK_COUNT - 1})))
end
`;

/** @param {import('mysql2/promise').Connection} connection */
async function insertLinks(connection) {
  const columns =
    '`id`, `key`, `isAlias`, `url`, `urlHash`, `tags`, `searchText`, `redirectStatus`, `cacheSeconds`, ' +
    '`forwardQuery`, `disabled`, `createdAtMs`, `updatedAtMs`, `version`, `apiKeyId`';
  for (let first = 0; first < LINK_COUNT; first += ROWS_PER_INSERT) {
    const rows = Array.from({ length: ROWS_PER_INSERT }, (_, index) => {
      const id = first + index;
      const key = `k${String(id).padStart(6, '0')}`;
      const url = `${DESTINATION}&n=${id}`;
      return [id, key, true, url, String(id), '[]', key, 302, 0, false, false, id, id, 1, 'bench'];
    });
    await connection.query(`INSERT INTO link (${columns}) VALUES ?`, [rows]);
  }
}
