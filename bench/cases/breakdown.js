import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/ports.js';
import { readProcess } from '../../test/support/processor-time.js';
import { quantile } from '../compare.js';
import { measure } from '../load.js';
import { migrate, startServer } from '../processes.js';
import {
  BROWSER_HEADERS,
  DESTINATION,
  createLink,
  createSettings,
  toSqliteUrl,
} from './settings.js';

const SCRIPT = 'bench/baselines/probe.js';
const BARE_KEY = 'bare';
const ROUND_COUNT = 16;
const WARM_UP_SECONDS = 3;
const EXPRESS_REQUEST_COUNT = 300;
/** Longer than the loops of the probe without them run. */
const LOOPS_END_MS = 6_000;
const MICROSECONDS_PER_MS = 1000;

/**
 * A probe of `baselines/probe.js`, and whether the bare server in it is measured, or the instance.
 * @typedef {{ name: string, probe: string, isBare: boolean, expressRequests?: number }} Part
 * @typedef {{ name: string, url: string, server: import('../processes.js').Server }} Contender
 * @typedef {{ all: number, user: number }} Microseconds of processor time per request
 */

/** @type {readonly Part[]} */
const PARTS = [
  { name: 'a bare server', probe: 'bare', isBare: true },
  { name: 'a bare server beside the modules, loaded', probe: 'modules', isBare: true },
  { name: 'a bare server in an instance without its loops', probe: 'without-loops', isBare: true },
  { name: 'a bare server in an instance', probe: 'whole', isBare: true },
  {
    name: 'a bare server in an instance that has used Express',
    probe: 'whole',
    isBare: true,
    expressRequests: EXPRESS_REQUEST_COUNT,
  },
  { name: 'an instance that records no clicks', probe: 'without-recording', isBare: false },
  { name: 'an instance that watches no connections', probe: 'without-connections', isBare: false },
  { name: 'an instance', probe: 'whole', isBare: false },
];

/**
 * Measures the processor time of a redirect by parts of an instance, all in turn.
 * @param {import('./settings.js').Bench} bench
 * @returns {Promise<string[]>} lines to print
 */
export async function benchBreakdown(bench) {
  /** @type {Contender[]} */
  const contenders = [];
  for (const [index, part] of PARTS.entries()) {
    contenders.push(await startPart({ ...bench, directory: `${bench.directory}/${index}` }, part));
  }
  await sleep(LOOPS_END_MS);
  for (const { url } of contenders) await load(url, WARM_UP_SECONDS);
  /** @type {Microseconds[][]} */
  const times = contenders.map(() => []);
  for (let round = 0; round < ROUND_COUNT; round++) {
    for (const [index, contender] of contenders.entries()) {
      times[index]?.push(await measureMicroseconds(contender));
    }
  }
  for (const { server } of contenders) await server.stop();
  return contenders.map(({ name }, index) => toLine(name, times[index] ?? [], times[0] ?? []));
}

/** @param {import('./settings.js').Bench} bench @param {Part} part @returns {Promise<Contender>} */
async function startPart(bench, { name, probe, isBare, expressRequests = 0 }) {
  const [port, barePort] = [await freePort(), await freePort()];
  const settings = createSettings(bench, toSqliteUrl(bench.directory, 'breakdown'), port);
  migrate(settings);
  const isInstance = probe !== 'bare' && probe !== 'modules';
  const server = await startServer(
    [SCRIPT],
    isInstance ? port : barePort,
    { ...settings, PROBE: probe, BARE_PORT: String(barePort), BARE_KEY, DESTINATION },
    bench.node,
  );
  for (let count = 0; count < expressRequests; count++) await fetch(`${server.url}/no/such`);
  const bareUrl = `http://127.0.0.1:${barePort}/${BARE_KEY}`;
  const url = isBare ? bareUrl : `${server.url}/${await createLink(server.url)}`;
  return { name, url, server };
}

/** @param {string} url @param {number} seconds */
function load(url, seconds) {
  return measure({ url, headers: BROWSER_HEADERS }, seconds);
}

/** @param {Contender} contender @returns {Promise<Microseconds>} */
async function measureMicroseconds({ url, server: { pid } }) {
  const before = readProcess(pid);
  const { count } = await load(url, 1);
  const after = readProcess(pid);
  const perRequest = MICROSECONDS_PER_MS / count;
  return {
    all: (after.timeMs - before.timeMs) * perRequest,
    user: (after.userMs - before.userMs) * perRequest,
  };
}

/**
 * @param {string} name
 * @param {readonly Microseconds[]} times
 * @param {readonly Microseconds[]} bareTimes of the same rounds
 */
function toLine(name, times, bareTimes) {
  const low = quantile(
    times.map((time) => time.all),
    0.25,
  );
  const lowUser = quantile(
    times.map(({ user }) => user),
    0.25,
  );
  const ratios = times.map((time, round) => time.all / (bareTimes[round]?.all ?? Number.NaN));
  const [first, middle, last] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
  const ofWhich = `${low.toFixed(1)} µs, ${lowUser.toFixed(1)} of them in user mode`;
  return `${ofWhich}, ${middle} of bare (${first}–${last}): ${name}`;
}
