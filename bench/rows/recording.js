import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/support/ports.js';
import { compare } from '../compare.js';
import { migrate, startContender } from '../processes.js';
import { BROWSERS } from './browsers.js';
import { makeLink, settings, sqliteIn } from './settings.js';

const WITHOUT_RECORDING = '--import=./bench/contenders/without-recording.js';
/** How many requests differ; they come in turn. */
const ADDRESS_COUNT = 10_000;

/** @param {import('./settings.js').Bench} bench */
export async function recording(bench) {
  const ours = await start(bench, 'recording', ['dist/src/main.js']);
  const without = await start(bench, 'without', [WITHOUT_RECORDING, 'dist/src/main.js']);
  /** @param {typeof ours} contender @param {string} script */
  const at = ({ url, key }, script) => ({ url: `${url}/${key}`, script });
  const few = script(bench, 'browsers.lua', 1);
  const many = script(bench, 'visitors.lua', ADDRESS_COUNT);
  const rows = [
    await compare(
      'cached redirect, 50 visitors, against itself without recording',
      at(ours, few),
      at(without, few),
      '≥ 0.95',
    ),
    await compare(
      `the same, ${ADDRESS_COUNT} visitors behind a proxy`,
      at(ours, many),
      at(without, many),
      '–',
    ),
  ];
  for (const contender of [ours, without]) await contender.stop();
  return rows;
}

/**
 * Each has a database and journals of its own.
 * @param {import('./settings.js').Bench} bench
 * @param {string} name
 * @param {string[]} script
 */
async function start(bench, name, script) {
  const databaseUrl = sqliteIn(bench.directory, name);
  const port = await freePort();
  const variables = {
    ...settings(bench, databaseUrl, port),
    DATA_DIR: join(bench.directory, name),
    TRUST_PROXY: 'loopback',
  };
  migrate(variables);
  const contender = await startContender(script, port, variables);
  return { ...contender, key: await makeLink(contender.url) };
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
