import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { median, quantile } from '../compare.js';
import { measure, measureP99 } from '../load.js';
import { migrate, startServer } from '../processes.js';
import { BROWSER_HEADERS, createLink, createSettings } from './settings.js';

const NAME = 'shortcore_bench_stall';
const ROUND_COUNT = 10;
const STALL_SECONDS = 5;
const WARM_UP_SECONDS = 4;
/** Until the clicks of the stall are counted. */
const RECOVERY_MS = 3_000;

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
      await sleep(RECOVERY_MS);
      rounds.push([stalled, usual]);
    }
    await instance.stop();
    return formatLine(rounds);
  } finally {
    await connection.query(`DROP DATABASE ${NAME}`);
    await connection.end();
  }
}

/** @param {[stalled: number, usual: number][]} rounds medians, and the middle half of the ratios of the rounds */
function formatLine(rounds) {
  const stalled = median(rounds.map(([one]) => one));
  const usual = median(rounds.map(([, other]) => other));
  const ratios = rounds.map(([one, other]) => one / other);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
  return (
    `p99 of cached redirects while writes stall for ${STALL_SECONDS} s: ${stalled.toFixed(2)} ms; ` +
    `without: ${usual.toFixed(2)} ms; ratio ${middle} (${low}–${high}; goal: ≤ 2)`
  );
}
