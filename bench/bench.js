// npm run bench: starts what it needs on loopback, measures each case against its baseline, prints ratios.
// npm run bench -- redirect memory: runs only the cases of these names.
// BENCH_NODE=/path/to/node: measures the HTTP cases on this Node too.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServers, stopServers } from '../test/support/servers.js';
import { LOADER } from './load.js';
import { benchBulkCreation, benchCreation, benchReading } from './cases/api.js';
import { benchBreakdown } from './cases/breakdown.js';
import { benchCluster, benchConnections, benchRedirect } from './cases/cached-redirect.js';
import { benchIdle } from './cases/idle.js';
import { benchMemory } from './cases/memory.js';
import { benchRecording } from './cases/recording.js';
import { benchStalledWrites } from './cases/stalled-writes.js';
import { benchStartTime } from './cases/start-time.js';
import { benchStatistics } from './cases/statistics.js';
import { benchUncachedRedirect } from './cases/uncached-redirect.js';
import { printComparisons } from './print.js';
import { HAS_PROCESSOR_TIMES } from './processor-time.js';

/**
 * @typedef {import('./cases/settings.js').Bench} Bench
 * @typedef {import('./compare.js').Comparison} Comparison
 */

const wanted = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'shortcore-bench-'));
/** @type {Comparison[]} */
const comparisons = [];
/** @type {string[]} */
const lines = [];

/** @param {string} name */
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

/** @param {string} node */
const versionOf = (node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();

/** @param {string} node @param {string | undefined} serverUrl @returns {Bench} */
function createBench(node, serverUrl) {
  const directory = join(root, versionOf(node));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return { directory, serverUrl, node };
}

/** @param {Bench} bench @returns {Promise<Comparison[]>} */
async function benchHttp(bench) {
  /** @type {Comparison[]} */
  const found = [];
  if (isWanted('redirect')) found.push(...(await benchRedirect(bench)));
  if (isWanted('cluster')) found.push(await benchCluster(bench));
  if (isWanted('connections')) found.push(...(await benchConnections(bench)));
  const { serverUrl } = bench;
  if (serverUrl === undefined) return found;
  const onServer = { ...bench, serverUrl };
  if (isWanted('uncached') && LOADER === 'wrk') found.push(await benchUncachedRedirect(onServer));
  if (isWanted('creation')) found.push(await benchCreation(onServer));
  if (isWanted('reading')) found.push(await benchReading(onServer));
  if (isWanted('bulk')) found.push(await benchBulkCreation(onServer));
  return found;
}

try {
  const [server] = await findServers();
  const database = server?.label ?? 'no MySQL-family server: skipping the cases that need one';
  console.log(`Node ${process.version}, ${cpus().length} cores, ${database}, ${LOADER}`);
  if (!HAS_PROCESSOR_TIMES) console.log('processor times can be measured on Linux only');
  const bench = createBench(process.execPath, server?.url);
  const other = process.env['BENCH_NODE'];
  for (const node of other === undefined ? [bench.node] : [bench.node, other]) {
    const found = await benchHttp(createBench(node, server?.url));
    comparisons.push(...found.map((one) => ({ ...one, name: `${one.name} (${versionOf(node)})` })));
    if (isWanted('breakdown') && HAS_PROCESSOR_TIMES && LOADER === 'wrk') {
      const parts = await benchBreakdown(createBench(node, server?.url));
      lines.push(...parts.map((line) => `${line} (${versionOf(node)})`));
    }
    if (isWanted('idle') && HAS_PROCESSOR_TIMES) {
      const idle = await benchIdle(createBench(node, server?.url));
      lines.push(...idle.map((line) => `${line} (${versionOf(node)})`));
    }
  }
  if (isWanted('recording') && LOADER === 'wrk') comparisons.push(...(await benchRecording(bench)));
  if (isWanted('statistics') && server !== undefined) {
    lines.push(await benchStatistics({ ...bench, serverUrl: server.url }));
  }
  if (isWanted('stall') && server !== undefined && LOADER === 'wrk') {
    lines.push(await benchStalledWrites({ ...bench, serverUrl: server.url }));
  }
  if (isWanted('start')) lines.push(...(await benchStartTime(bench)));
  if (isWanted('memory') && LOADER === 'wrk') lines.push(...(await benchMemory(bench)));
  if (comparisons.length > 0) printComparisons(comparisons);
  console.log(`\n${lines.join('\n')}`);
} finally {
  await stopServers();
  rmSync(root, { recursive: true, force: true });
}
