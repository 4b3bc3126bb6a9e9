import { freePort } from '../../test/support/ports.js';
import { median } from '../compare.js';
import { migrate, startServer } from '../processes.js';
import { readProcessorMs } from '../processor-time.js';
import { createSettings, toSqliteUrl } from './settings.js';

const START_COUNT = 5;

/** @typedef {{ readyMs: number, processorMs: number }} Start */

/**
 * Measures the time until an instance is ready, and its processor time, with and without the bundle.
 * @param {import('./settings.js').Bench} bench
 * @returns {Promise<string[]>} lines to print
 */
export async function benchStartTime(bench) {
  const databaseUrl = toSqliteUrl(bench.directory, 'start');
  migrate(createSettings(bench, databaseUrl));
  /** @type {Start[]} */
  const bundled = [];
  /** @type {Start[]} */
  const unbundled = [];
  // Alternately, so that a slower machine slows both.
  for (let start = 0; start < START_COUNT; start++) {
    bundled.push(await measureStart(bench, databaseUrl, 'dist/src/main.js'));
    unbundled.push(await measureStart(bench, databaseUrl, 'bench/baselines/modules.js'));
  }
  return [
    `start of an instance: ${formatStarts(bundled)} (goal: under 3 s)`,
    `the same from modules, without the bundle: ${formatStarts(unbundled)}`,
    `ratio of the processor times: ${(medianProcessorMs(bundled) / medianProcessorMs(unbundled)).toFixed(2)} (goal: ≤ 0.60)`,
  ];
}

/**
 * @param {import('./settings.js').Bench} bench
 * @param {string} databaseUrl
 * @param {string} script
 * @returns {Promise<Start>}
 */
async function measureStart(bench, databaseUrl, script) {
  const port = await freePort();
  const instance = await startServer([script], port, createSettings(bench, databaseUrl, port));
  const start = { readyMs: instance.readyMs, processorMs: readProcessorMs(instance.pid) };
  await instance.stop();
  return start;
}

/** @param {Start[]} starts */
function medianProcessorMs(starts) {
  return median(starts.map((start) => start.processorMs));
}

/** @param {Start[]} starts */
function formatStarts(starts) {
  const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(2)} s`;
  const readyMs = median(starts.map((start) => start.readyMs));
  return `ready after ${seconds(readyMs)}, ${seconds(medianProcessorMs(starts))} of processor time`;
}
