import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/support/ports.js';
import { median, quantile } from '../compare.js';
import { measure } from '../load.js';
import { migrate, startContender } from '../processes.js';
import { BROWSERS } from './browsers.js';
import { makeLink, settings, sqliteIn } from './settings.js';

const SWITCHED = 'bench/baselines/recording-switch.js';
const SLICE_MS = 200;
const WARM_UP_SECONDS = 5;
const SECONDS = 60;
/** How many requests differ; they come in turn. */
const ADDRESS_COUNT = 10_000;
/** Of a slice that was loaded all the time. */
const MIN_RATE = 1_000;

/**
 * Of one process, since two of them differ more than what is measured.
 * @param {import('./settings.js').Bench} bench
 */
export async function recording(bench) {
  return [
    await row(bench, 'cached redirect, 50 visitors, against itself without recording', 1, '≥ 0.95'),
    await row(bench, `the same, ${ADDRESS_COUNT} visitors behind a proxy`, ADDRESS_COUNT, '–'),
  ];
}

/**
 * @param {import('./settings.js').Bench} bench
 * @param {string} name
 * @param {number} addressCount
 * @param {string} goal
 * @returns {Promise<import('../compare.js').Row>} medians, and of the ratios of neighbours the quartiles too
 */
async function row(bench, name, addressCount, goal) {
  const slices = await slicesOf(bench, addressCount);
  const ratios = slices.flatMap(([isRecorded, rate], index) => {
    const [wasRecorded, before] = slices[index - 1] ?? [isRecorded, Number.NaN];
    if (wasRecorded === isRecorded) return [];
    return [isRecorded ? rate / before : before / rate];
  });
  const ratesWhere = (/** @type {boolean} */ wanted) =>
    slices.filter(([isRecorded]) => isRecorded === wanted).map(([, rate]) => rate);
  return {
    name,
    ours: median(ratesWhere(true)),
    baseline: median(ratesWhere(false)),
    ratio: median(ratios),
    spread: `${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)}, a half`,
    goal,
  };
}

/**
 * @param {import('./settings.js').Bench} bench
 * @param {number} addressCount
 * @returns {Promise<[boolean, number][]>} without those of the warm-up
 */
async function slicesOf(bench, addressCount) {
  const name = `recording-${addressCount}`;
  const databaseUrl = sqliteIn(bench.directory, name);
  const port = await freePort();
  const file = join(bench.directory, `${name}.json`);
  const variables = {
    ...settings(bench, databaseUrl, port),
    DATA_DIR: join(bench.directory, name),
    TRUST_PROXY: 'loopback',
    SLICES: file,
    SLICE_MS: String(SLICE_MS),
  };
  migrate(variables);
  const { url, stop } = await startContender([SWITCHED], port, variables);
  const load = {
    url: `${url}/${await makeLink(url)}`,
    script: script(bench, `${name}.lua`, addressCount),
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
 * For wrk: what browsers send, made beforehand as far as possible.
 * @param {import('./settings.js').Bench} bench
 * @param {string} name
 * @param {number} addressCount
 * @returns {string} its path
 */
function script({ directory }, name, addressCount) {
  const path = join(directory, name);
  const tables = BROWSERS.map((headers) => {
    const fields = Object.entries(headers).map(
      ([name, value]) => `[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
    );
    return `  { ${fields.join(', ')} },`;
  });
  writeFileSync(path, `local browsers = {\n${tables.join('\n')}\n}\n${lua(addressCount)}`);
  return path;
}

/** @param {number} addressCount */
function lua(addressCount) {
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
