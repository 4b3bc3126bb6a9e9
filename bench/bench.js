// npm run bench: starts what it needs on loopback, measures each case against its baseline, prints ratios.
// npm run bench -- redirect memory: runs only the cases of these names.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServers, stopServers } from '../test/support/servers.js';
import { LOADER } from './load.js';
import { benchCluster, benchRedirect } from './cases/cached-redirect.js';
import { benchBulkCreation, benchCreation } from './cases/creation.js';
import { benchMemory } from './cases/memory.js';
import { benchRecording } from './cases/recording.js';
import { benchStartTime } from './cases/start-time.js';
import { benchStatistics } from './cases/statistics.js';
import { benchUncachedRedirect } from './cases/uncached-redirect.js';

const wanted = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'shortcore-bench-'));
/** @type {import('./compare.js').Comparison[]} */
const comparisons = [];
/** @type {string[]} */
const lines = [];

/** @param {string} name */
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

try {
  const [server] = await findServers();
  const database = server?.label ?? 'no MySQL';
  console.log(`Node ${process.version}, ${cpus().length} cores, ${database}, ${LOADER}`);
  const bench = { directory, serverUrl: server?.url };
  if (isWanted('redirect')) comparisons.push(...(await benchRedirect(bench)));
  if (isWanted('cluster')) comparisons.push(await benchCluster(bench));
  if (isWanted('recording') && LOADER === 'wrk') comparisons.push(...(await benchRecording(bench)));
  if (server === undefined) {
    console.log('no MySQL-family server: skipping the cases that need one');
  } else {
    const onServer = { directory, serverUrl: server.url };
    if (isWanted('uncached') && LOADER === 'wrk')
      comparisons.push(await benchUncachedRedirect(onServer));
    if (isWanted('creation')) comparisons.push(await benchCreation(onServer));
    if (isWanted('bulk')) comparisons.push(await benchBulkCreation(onServer));
    if (isWanted('statistics')) lines.push(await benchStatistics(onServer));
  }
  if (isWanted('start')) lines.push(...(await benchStartTime(bench)));
  if (isWanted('memory') && LOADER === 'wrk') lines.push(...(await benchMemory(bench)));
  print();
} finally {
  await stopServers();
  rmSync(directory, { recursive: true, force: true });
}

function print() {
  console.log('\n| case | ours, /s | baseline, /s | ratio | range of ratios | goal |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { name, ours, baseline, ratio, spread, goal } of comparisons) {
    const figures = [ours.toFixed(0), baseline.toFixed(0), ratio.toFixed(2), spread, goal];
    console.log(`| ${[name, ...figures].join(' | ')} |`);
  }
  console.log(`\n${lines.join('\n')}`);
}
