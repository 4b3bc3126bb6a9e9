import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';

const CONNECTION_COUNT = 32;

/**
 * @typedef {object} Load
 * @property {string} url on this machine
 * @property {string} [body] sent by POST
 * @property {Record<string, string>} [headers]
 * @property {number} [connections] 32 by default
 * @property {string} [script] a script for wrk, instead of the body and the headers
 * @property {number} [status] of the answers, 302 by default
 */

/** @typedef {{ perSecond: number, count: number }} Answers */

const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

export const LOADER = hasWrk ? 'wrk' : 'autocannon';

/**
 * Keeps all connections busy for the given time.
 * @param {Load} load
 * @param {number} seconds
 * @returns {Promise<Answers>}
 * @throws if a response is neither 2xx nor 3xx, or if the last one has another status than the load expects
 */
export async function measure(load, seconds) {
  const answers = await (hasWrk
    ? measureWithWrk(load, seconds)
    : measureWithAutocannon(load, seconds));
  if (load.script === undefined) await assertStatus(load);
  return answers;
}

/** @param {Load} load */
async function assertStatus({ url, body, headers = {}, status = 302 }) {
  const init = body === undefined ? {} : { method: 'POST', body };
  const response = await fetch(url, { ...init, headers, redirect: 'manual' });
  await response.arrayBuffer();
  if (response.status !== status) throw new Error(`${url} answers ${response.status}`);
}

/**
 * Returns the 99th percentile of the latency in ms. Needs wrk.
 * @param {Load} load
 * @param {number} seconds
 */
export async function measureP99(load, seconds) {
  const output = await runWrk(load, seconds, ['--latency']);
  const [, value, unit] = /99%\s+([\d.]+)(us|ms|s)\n/.exec(output) ?? [];
  return Number(value) * { us: 0.001, ms: 1, s: 1000 }[/** @type {'us' | 'ms' | 's'} */ (unit)];
}

/** @type {typeof measure} */
async function measureWithWrk(load, seconds) {
  const output = await runWrk(load, seconds);
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]),
    count: Number(/(\d+) requests in/.exec(output)?.[1]),
  };
}

/**
 * @param {Load} load
 * @param {number} seconds
 * @param {readonly string[]} [more] options
 */
async function runWrk(load, seconds, more = []) {
  const { url, body, headers = {}, connections = CONNECTION_COUNT, script: given } = load;
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-bench-'));
  const script = join(directory, 'load.lua');
  const lines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  );
  if (body !== undefined) lines.push('wrk.method = "POST"', `wrk.body = [==[${body}]==]`);
  writeFileSync(script, lines.join('\n'));
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', given ?? script, ...more, url];
  // Not synchronously, so that `fetch` notices connections that servers close meanwhile.
  const { stdout } = await promisify(execFile)('wrk', options);
  rmSync(directory, { recursive: true });
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} failed:\n${stdout}`);
  return stdout;
}

/** @type {typeof measure} */
async function measureWithAutocannon(load, seconds) {
  const { url, body, headers = {}, connections = CONNECTION_COUNT } = load;
  const result = await autocannon({
    url,
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body !== undefined && { body }),
    connections,
    duration: seconds,
  });
  const failures = result.errors + result['4xx'] + result['5xx'];
  if (failures > 0) throw new Error(`${url} failed ${failures} times`);
  return { perSecond: result.requests.average, count: result.requests.total };
}
