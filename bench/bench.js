// npm run bench: starts all that it needs on loopback, compares in turn in one run, prints ratios.
// npm run bench -- redirect memory: only the rows of these names.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServers, stopServers } from '../test/support/servers.js';
import { LOADER } from './load.js';
import { cachedOnAllCores, cachedPerInstance } from './cases/cached-redirect.js';
import { bulkCreation, creation } from './cases/creation.js';
import { memory } from './cases/memory.js';
import { recording } from './cases/recording.js';
import { startTime } from './cases/start-time.js';
import { statistics } from './cases/statistics.js';
import { uncachedRedirect } from './cases/uncached-redirect.js';

const wanted = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'shortcore-bench-'));
/** @type {import('./compare.js').Row[]} */
const rows = [];
/** @type {string[]} */
const lines = [];

/** @param {string} name */
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

try {
  const [server] = await findServers();
  const database = server?.label ?? 'no MySQL';
  console.log(`Node ${process.version}, ${cpus().length} cores, ${database}, ${LOADER}`);
  const bench = { directory, serverUrl: server?.url };
  if (isWanted('redirect')) rows.push(...(await cachedPerInstance(bench)));
  if (isWanted('cluster')) rows.push(await cachedOnAllCores(bench));
  if (isWanted('recording') && LOADER === 'wrk') rows.push(...(await recording(bench)));
  if (server === undefined) {
    console.log('no MySQL-family server: the rows that need one are left out');
  } else {
    const onServer = { directory, serverUrl: server.url };
    if (isWanted('uncached') && LOADER === 'wrk') rows.push(await uncachedRedirect(onServer));
    if (isWanted('creation')) rows.push(await creation(onServer));
    if (isWanted('bulk')) rows.push(await bulkCreation(onServer));
    if (isWanted('statistics')) lines.push(await statistics(onServer));
  }
  if (isWanted('start')) lines.push(...(await startTime(bench)));
  if (isWanted('memory') && LOADER === 'wrk') lines.push(...(await memory(bench)));
  print();
} finally {
  await stopServers();
  rmSync(directory, { recursive: true, force: true });
}

function print() {
  console.log('\n| case | ours, /s | baseline, /s | ratio | ratios seen | goal |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { name, ours, baseline, ratio, spread, goal } of rows) {
    const figures = [ours.toFixed(0), baseline.toFixed(0), ratio.toFixed(2), spread, goal];
    console.log(`| ${[name, ...figures].join(' | ')} |`);
  }
  console.log(`\n${lines.join('\n')}`);
}
