import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { quantile } from '../compare.js';
import { measure, measureP99 } from '../load.js';
import { migrate, startServer } from '../processes.js';
import { BROWSER_HEADERS, createLink, createSettings } from './settings.js';

const NAME = 'shortcore_bench_stall';
const ROUND_COUNT = 10;
const STALL_SECONDS = 5;
const WARM_UP_SECONDS = 4;

/**
 * Measures the latency of cached redirects while no statement can write to the database, against without.
 * @param {import('./settings.js').Bench & { serverUrl: string }} bench
 * @returns {Promise<string>} a line to print
 */
export async function benchStalledWrites(bench) {
  const connection = await createConnection(bench.serverUrl);
  await connection.query(`CREATE DATABASE ${NAME}`);
  try {
    const port = await freePort();
    const settings = createSettings(bench, bench.serverUrl + NAME, port);
    migrate(settings);
    const instance = await startServer(['dist/src/main.js'], port, settings, bench.node);
    const load = {
      url: `${instance.url}/${await createLink(instance.url)}`,
      headers: BROWSER_HEADERS,
    };
    await measure(load, WARM_UP_SECONDS);
    /** @type {[stalled: number, usual: number][]} */
    const rounds = [];
    for (let round = 0; round < ROUND_COUNT; round++) {
      const usual = await measureP99(load, STALL_SECONDS);
      await connection.query('FLUSH TABLES WITH READ LOCK');
      const stalled = await measureP99(load, STALL_SECONDS);
      await connection.query('UNLOCK TABLES');
      rounds.push([stalled, usual]);
    }
    await instance.stop();
    return formatLine(rounds);
  } finally {
    await connection.query(`DROP DATABASE ${NAME}`);
    await connection.end();
  }
}

/**
 * By lower quartiles, as other programs on the machine raise the p99 of some rounds several times.
 * @param {[stalled: number, usual: number][]} rounds
 */
function formatLine(rounds) {
  const stalled = rounds.map(([one]) => one);
  const usual = rounds.map(([, other]) => other);
  const ratio = quantile(stalled, 0.25) / quantile(usual, 0.25);
  return (
    `p99 of cached redirects while writes stall for ${STALL_SECONDS} s: ${formatP99(stalled)}; ` +
    `without: ${formatP99(usual)}; ratio ${ratio.toFixed(2)} (goal: ≤ 2)`
  );
}

/** @param {number[]} times in ms: the lower quartile, and the middle half */
function formatP99(times) {
  const [low, high] = [quantile(times, 0.25), quantile(times, 0.75)];
  return `${low.toFixed(2)} ms (to ${high.toFixed(2)})`;
}
