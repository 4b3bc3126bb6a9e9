import { readFileSync } from 'node:fs';
import { freePort } from '../../test/support/ports.js';
import { median } from '../compare.js';
import { migrate, startContender } from '../processes.js';
import { settings, sqliteIn } from './settings.js';

const START_COUNT = 5;
/** The unit of times in /proc, on every Linux. */
const TICK_MS = 10;

/** @typedef {{ readyMs: number, processorMs: number }} Start */

/**
 * @param {import('./settings.js').Bench} bench
 * @returns {Promise<string[]>} lines
 */
export async function startTime(bench) {
  const databaseUrl = sqliteIn(bench.directory, 'start');
  migrate(settings(bench, databaseUrl));
  /** @type {Start[]} */
  const bundled = [];
  /** @type {Start[]} */
  const unbundled = [];
  // In turn, so that a machine that slows down slows both.
  for (let start = 0; start < START_COUNT; start++) {
    bundled.push(await startOnce(bench, databaseUrl, 'dist/src/main.js'));
    unbundled.push(await startOnce(bench, databaseUrl, 'bench/baselines/modules.js'));
  }
  return [
    `an instance is ready after ${inWords(bundled)} (goal: under 3 s)`,
    `the same from the modules, without the bundle: ${inWords(unbundled)}`,
    `ratio of the processor times: ${(processorMs(bundled) / processorMs(unbundled)).toFixed(2)} (goal: ≤ 0.60)`,
  ];
}

/**
 * @param {import('./settings.js').Bench} bench
 * @param {string} databaseUrl
 * @param {string} script
 * @returns {Promise<Start>}
 */
async function startOnce(bench, databaseUrl, script) {
  const port = await freePort();
  const instance = await startContender([script], port, settings(bench, databaseUrl, port));
  const start = { readyMs: instance.readyMs, processorMs: processorTimeMs(instance.pid) };
  await instance.stop();
  return start;
}

/**
 * User and system time of all threads of a process so far.
 * @param {number} pid
 */
function processorTimeMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name of the program, in parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** @param {Start[]} starts */
function processorMs(starts) {
  return median(starts.map((start) => start.processorMs));
}

/** @param {Start[]} starts */
function inWords(starts) {
  const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(2)} s`;
  const readyMs = median(starts.map((start) => start.readyMs));
  return `${seconds(readyMs)} and ${seconds(processorMs(starts))} of processor time`;
}
