import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/ports.js';
import { findNginx } from '../../test/support/programs.js';
import { compare } from '../compare.js';
import { migrate, startServer } from '../processes.js';
import {
  BROWSER_HEADERS,
  DESTINATION,
  createLink,
  createSettings,
  toSqliteUrl,
} from './settings.js';

const WITHOUT_FAST_PATH = 'bench/baselines/without-fast-path.js';
const NGINX_CONF = new URL('../baselines/nginx.conf', import.meta.url);
const START = 'dist/src/commands/start.js';
const GOAL = '≥ 0.80';

/**
 * @typedef {import('./settings.js').Bench} Bench
 * @typedef {import('../compare.js').Comparison} Comparison
 */

/** @param {Bench} bench @returns {Promise<Comparison[]>} */
export async function benchRedirect(bench) {
  const databaseUrl = toSqliteUrl(bench.directory, 'per-instance');
  migrate(createSettings(bench, databaseUrl));
  const ours = await startOurs(bench, 'dist/src/main.js', databaseUrl);
  const key = await createLink(ours.url);
  const under = toContender(key);
  /** @type {Comparison[]} */
  const comparisons = [];
  /** @param {string} name @param {string} goal @param {import('../processes.js').Server} server */
  const compareWith = async (name, goal, server) => {
    const baseline = under(server);
    comparisons.push(await compare({ name, goal, ours: under(ours), baseline }));
    await server.stop();
  };
  await compareWith(
    'cached redirect, against bare node:http',
    GOAL,
    await startBare(bench, key, 1),
  );
  const nginx = findNginx();
  if (nginx !== undefined) {
    await compareWith('the same, against nginx', '–', await startNginx(bench, nginx, key));
  }
  const nest = await startOurs(bench, WITHOUT_FAST_PATH, databaseUrl);
  await compareWith('the same, against the Nest route', '–', nest);
  await ours.stop();
  return comparisons;
}

/** @param {Bench} bench @returns {Promise<Comparison>} */
export async function benchCluster(bench) {
  const databaseUrl = toSqliteUrl(bench.directory, 'all-cores');
  const ours = await startOurs(bench, START, databaseUrl);
  const key = await createLink(ours.url);
  const bare = await startBare(bench, key, cpus().length);
  const under = toContender(key);
  const name = 'cached redirect, PM2 on all cores, against bare node:cluster';
  const comparison = await compare({ name, goal: GOAL, ours: under(ours), baseline: under(bare) });
  for (const server of [ours, bare]) await server.stop();
  return comparison;
}

/**
 * One connection for each request, which is where the ways to hand connections to instances differ.
 * @param {Bench} bench
 * @returns {Promise<Comparison[]>}
 */
export async function benchConnections(bench) {
  /** @type {Comparison[]} */
  const comparisons = [];
  for (const BALANCING of ['round-robin', 'shared-socket']) {
    const databaseUrl = toSqliteUrl(bench.directory, BALANCING);
    const ours = await startOurs(bench, START, databaseUrl, { BALANCING });
    const key = await createLink(ours.url);
    const bare = await startBare(bench, key, cpus().length);
    const under = toContender(key, { Connection: 'close' });
    const name = `a connection for each redirect, BALANCING=${BALANCING}, against bare node:cluster`;
    const [one, other] = [under(ours), under(bare)];
    comparisons.push(await compare({ name, goal: '–', ours: one, baseline: other }));
    for (const server of [ours, bare]) await server.stop();
  }
  return comparisons;
}

/** @param {string} key @param {Record<string, string>} [headers] */
function toContender(key, headers = {}) {
  /** @param {import('../processes.js').Server} server @returns {import('../compare.js').Contender} */
  return ({ pid, url }) => ({
    pid,
    load: { url: `${url}/${key}`, headers: { ...BROWSER_HEADERS, ...headers } },
  });
}

/**
 * @param {Bench} bench
 * @param {string} script
 * @param {string} databaseUrl
 * @param {NodeJS.ProcessEnv} [variables]
 */
async function startOurs(bench, script, databaseUrl, variables = {}) {
  const port = await freePort();
  const settings = { ...createSettings(bench, databaseUrl, port), ...variables };
  return startServer([script], port, settings, bench.node);
}

/**
 * @param {Bench} bench
 * @param {string} key
 * @param {number} processCount
 */
async function startBare({ node }, key, processCount) {
  const port = await freePort();
  const script = 'bench/baselines/bare-redirect.js';
  return startServer(
    [script, String(port), key, DESTINATION, String(processCount)],
    port,
    {},
    node,
  );
}

/**
 * @param {Bench} bench
 * @param {string} program
 * @param {string} key
 */
async function startNginx(bench, program, key) {
  const port = await freePort();
  const directory = mkdtempSync(join(bench.directory, 'nginx-'));
  const file = join(directory, 'nginx.conf');
  const configuration = readFileSync(NGINX_CONF, 'utf8')
    .replace('/KEY', `/${key}`)
    .replace(' DESTINATION', ` ${DESTINATION}`)
    .replace('127.0.0.1:PORT', `127.0.0.1:${port}`);
  writeFileSync(file, configuration);
  return startServer(['-p', directory, '-c', file, '-e', 'stderr'], port, {}, program);
}
