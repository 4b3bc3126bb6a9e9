import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/support/ports.js';
import { median, quantile } from '../compare.js';
import { measure } from '../load.js';
import { migrate, startServer } from '../processes.js';
import { BROWSERS } from './browsers.js';
import { createLink, createSettings, toSqliteUrl } from './settings.js';

const SCRIPT = 'bench/baselines/recording-switch.js';
const SLICE_MS = 200;
const WARM_UP_SECONDS = 5;
const SECONDS = 60;
/** Number of different requests, which are sent in turn. */
const ADDRESS_COUNT = 10_000;
/** The lowest rate of a slice that was under load all the time. */
const MIN_RATE = 1_000;

/**
 * Measures both sides in one process, because two processes differ by more than the effect of recording.
 * @param {import('./settings.js').Bench} bench
 */
export async function benchRecording(bench) {
  return [
    await compareSlices(
      bench,
      'cached redirect, 50 visitors, against itself without recording',
      1,
      '≥ 0.95',
    ),
    await compareSlices(
      bench,
      `the same, ${ADDRESS_COUNT} visitors behind a proxy`,
      ADDRESS_COUNT,
      '–',
    ),
  ];
}

/**
 * @param {import('./settings.js').Bench} bench
 * @param {string} name
 * @param {number} addressCount
 * @param {string} goal
 * @returns {Promise<import('../compare.js').Comparison>} medians, and the middle half of the ratios of neighbouring slices
 */
async function compareSlices(bench, name, addressCount, goal) {
  const slices = await measureSlices(bench, addressCount);
  const ratios = slices.flatMap(([isRecorded, rate], index) => {
    const [wasRecorded, before] = slices[index - 1] ?? [isRecorded, Number.NaN];
    if (wasRecorded === isRecorded) return [];
    return [isRecorded ? rate / before : before / rate];
  });
  const listRates = (/** @type {boolean} */ wanted) =>
    slices.filter(([isRecorded]) => isRecorded === wanted).map(([, rate]) => rate);
  const rates = {
    ours: median(listRates(true)),
    baseline: median(listRates(false)),
    ratio: median(ratios),
    spread: `${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)}`,
  };
  return { name, goal, rates };
}

/**
 * @param {import('./settings.js').Bench} bench
 * @param {number} addressCount
 * @returns {Promise<[boolean, number][]>} the slices after the warm-up
 */
async function measureSlices(bench, addressCount) {
  const name = `recording-${addressCount}`;
  const databaseUrl = toSqliteUrl(bench.directory, name);
  const port = await freePort();
  const file = join(bench.directory, `${name}.json`);
  const variables = {
    ...createSettings(bench, databaseUrl, port),
    DATA_DIR: join(bench.directory, name),
    TRUST_PROXY: 'loopback',
    SLICES: file,
    SLICE_MS: String(SLICE_MS),
  };
  migrate(variables);
  const { url, stop } = await startServer([SCRIPT], port, variables);
  const load = {
    url: `${url}/${await createLink(url)}`,
    script: writeScript(bench, `${name}.lua`, addressCount),
  };
  await measure(load, WARM_UP_SECONDS);
  await measure(load, SECONDS);
  await stop();
  /** @type {[boolean, number][]} */
  const slices = JSON.parse(readFileSync(file, 'utf8'));
  const loaded = slices.filter(([, rate]) => rate >= MIN_RATE);
  return loaded.slice((WARM_UP_SECONDS * 1000) / SLICE_MS);
}

/**
 * Writes a script for wrk that sends the requests of browsers. They are built before the load starts.
 * @param {import('./settings.js').Bench} bench
 * @param {string} name
 * @param {number} addressCount
 * @returns {string} the path of the script
 */
function writeScript({ directory }, name, addressCount) {
  const path = join(directory, name);
  const tables = BROWSERS.map((headers) => {
    const fields = Object.entries(headers).map(
      ([name, value]) => `[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
    );
    return `  { ${fields.join(', ')} },`;
  });
  writeFileSync(path, `local browsers = {\n${tables.join('\n')}\n}\n${createLua(addressCount)}`);
  return path;
}

/** @param {number} addressCount */
function createLua(addressCount) {
  return `
local requests = {}
local n = 0
function init()
  local count = math.max(#browsers, ${addressCount})
  for i = 0, count - 1 do
    local headers = browsers[i % #browsers + 1]
    if ${addressCount} > 1 then
      headers["X-Forwarded-For"] = string.format("198.18.%d.%d", math.floor(i / 256), i % 256)
    end
    requests[i] = wrk.format("GET", nil, headers)
  end
  n = #requests
end
function request()
  n = n < #requests and n + 1 or 0
  return requests[n]
end
`;
}
