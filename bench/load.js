import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';

const CONNECTION_COUNT = 32;

/**
 * @typedef {object} Load
 * @property {string} url on this machine
 * @property {string} [body] sent by POST
 * @property {Record<string, string>} [headers]
 * @property {number} [connections] 32 by default
 * @property {string} [script] a script for wrk, instead of the body and the headers
 */

const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

export const LOADER = hasWrk ? 'wrk' : 'autocannon';

/**
 * Keeps all connections busy for the given time.
 * @param {Load} load
 * @param {number} seconds
 * @returns {Promise<number>} requests answered per second
 * @throws if a response is neither 2xx nor 3xx
 */
export function measure(load, seconds) {
  return hasWrk ? measureWithWrk(load, seconds) : measureWithAutocannon(load, seconds);
}

/** @type {typeof measure} */
async function measureWithWrk(load, seconds) {
  const { url, body, headers = {}, connections = CONNECTION_COUNT, script: given } = load;
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-bench-'));
  const script = join(directory, 'load.lua');
  const lines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  );
  if (body !== undefined) lines.push('wrk.method = "POST"', `wrk.body = [==[${body}]==]`);
  writeFileSync(script, lines.join('\n'));
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', given ?? script, url];
  const { stdout } = spawnSync('wrk', options, { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} failed:\n${stdout}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
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
  return result.requests.average;
}
