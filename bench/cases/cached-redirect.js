import { cpus } from 'node:os';
import { freePort } from '../../test/support/ports.js';
import { compare } from '../compare.js';
import { migrate, startServer } from '../processes.js';
import { DESTINATION, createLink, createSettings, toSqliteUrl } from './settings.js';

const WITHOUT_FAST_PATH = 'bench/baselines/without-fast-path.js';

/** @typedef {import('./settings.js').Bench} Bench */

/**
 * @param {Bench} bench
 * @param {string[]} script
 * @param {string} databaseUrl
 */
async function startOurs(bench, script, databaseUrl) {
  const port = await freePort();
  return startServer(script, port, createSettings(bench, databaseUrl, port));
}

/**
 * @param {string} key
 * @param {number} processCount
 */
async function startBare(key, processCount) {
  const port = await freePort();
  const script = 'bench/baselines/bare-redirect.js';
  return startServer([script, String(port), key, DESTINATION, String(processCount)], port);
}

/** @param {Bench} bench */
export async function benchRedirect(bench) {
  const databaseUrl = toSqliteUrl(bench.directory, 'per-instance');
  migrate(createSettings(bench, databaseUrl));
  const ours = await startOurs(bench, ['dist/src/main.js'], databaseUrl);
  const nest = await startOurs(bench, [WITHOUT_FAST_PATH], databaseUrl);
  const key = await createLink(ours.url);
  const bare = await startBare(key, 1);
  /** @param {{ url: string }} server */
  const toLoad = ({ url }) => ({ url: `${url}/${key}` });
  const comparisons = [
    await compare(
      'cached redirect, one instance, against a bare node:http',
      toLoad(ours),
      toLoad(bare),
      '≥ 0.90',
    ),
    await compare(
      'the same, against the Nest route without the fast path',
      toLoad(ours),
      toLoad(nest),
      '≥ 5 (Node 20)',
    ),
  ];
  for (const server of [ours, nest, bare]) await server.stop();
  return comparisons;
}

/** @param {Bench} bench */
export async function benchCluster(bench) {
  const databaseUrl = toSqliteUrl(bench.directory, 'all-cores');
  const ours = await startOurs(bench, ['dist/src/commands/start.js'], databaseUrl);
  const key = await createLink(ours.url);
  const bare = await startBare(key, cpus().length);
  /** @param {{ url: string }} server */
  const toLoad = ({ url }) => ({ url: `${url}/${key}` });
  const name = 'cached redirect, PM2 on all cores, against a bare node:cluster';
  const comparison = await compare(name, toLoad(ours), toLoad(bare), '≥ 0.90');
  for (const server of [ours, bare]) await server.stop();
  return comparison;
}
