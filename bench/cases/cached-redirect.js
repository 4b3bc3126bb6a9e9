import { cpus } from 'node:os';
import { freePort } from '../../test/support/ports.js';
import { compare } from '../compare.js';
import { migrate, startContender } from '../processes.js';
import { DESTINATION, makeLink, settings, sqliteIn } from './settings.js';

const WITHOUT_FAST_PATH = 'bench/baselines/without-fast-path.js';

/** @typedef {import('./settings.js').Bench} Bench */

/**
 * @param {Bench} bench
 * @param {string[]} script
 * @param {string} databaseUrl
 */
async function startOurs(bench, script, databaseUrl) {
  const port = await freePort();
  return startContender(script, port, settings(bench, databaseUrl, port));
}

/**
 * @param {string} key
 * @param {number} processCount
 */
async function startBare(key, processCount) {
  const port = await freePort();
  const script = 'bench/baselines/bare-redirect.js';
  return startContender([script, String(port), key, DESTINATION, String(processCount)], port);
}

/** @param {Bench} bench */
export async function cachedPerInstance(bench) {
  const databaseUrl = sqliteIn(bench.directory, 'per-instance');
  migrate(settings(bench, databaseUrl));
  const ours = await startOurs(bench, ['dist/src/main.js'], databaseUrl);
  const nest = await startOurs(bench, [WITHOUT_FAST_PATH], databaseUrl);
  const key = await makeLink(ours.url);
  const bare = await startBare(key, 1);
  /** @param {{ url: string }} contender */
  const at = ({ url }) => ({ url: `${url}/${key}` });
  const rows = [
    await compare(
      'cached redirect, one instance, against a bare node:http',
      at(ours),
      at(bare),
      '≥ 0.90',
    ),
    await compare(
      'the same, against itself without the front door',
      at(ours),
      at(nest),
      '≥ 5 (Node 20)',
    ),
  ];
  for (const contender of [ours, nest, bare]) await contender.stop();
  return rows;
}

/** @param {Bench} bench */
export async function cachedOnAllCores(bench) {
  const databaseUrl = sqliteIn(bench.directory, 'all-cores');
  const ours = await startOurs(bench, ['dist/src/commands/start.js'], databaseUrl);
  const key = await makeLink(ours.url);
  const bare = await startBare(key, cpus().length);
  /** @param {{ url: string }} contender */
  const at = ({ url }) => ({ url: `${url}/${key}` });
  const name = 'cached redirect, PM2 on all cores, against a bare node:cluster';
  const row = await compare(name, at(ours), at(bare), '≥ 0.90');
  for (const contender of [ours, bare]) await contender.stop();
  return row;
}
