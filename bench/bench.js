// npm run bench: starts all that it needs on loopback, compares in turn in one run, prints ratios.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../test/support/ports.js';
import { findServers, stopServers } from '../test/support/servers.js';
import { compare, median } from './compare.js';
import { LOADER } from './load.js';
import { migrate, startContender } from './processes.js';

const ADMIN_API_KEY = 'bench-admin-key-0123456789';
const DESTINATION = 'https://example.com/a?b=c';
const START_COUNT = 5;

const directory = mkdtempSync(join(tmpdir(), 'shortcore-bench-'));
/** @type {import('./compare.js').Row[]} */
const rows = [];

try {
  const [server] = await findServers();
  console.log(
    `Node ${process.version}, ${cpus().length} cores, ${server?.label ?? 'no MySQL'}, ${LOADER}`,
  );
  if (server === undefined)
    console.log('no MySQL-family server: the rows that need one are left out');
  else rows.push(await creation(server.url));
  rows.push(await cachedRedirect());
  print();
  await printStartTime();
} finally {
  await stopServers();
  rmSync(directory, { recursive: true, force: true });
}

/** @param {string} serverUrl */
async function creation(serverUrl) {
  const names = ['shortcore_bench_ours', 'shortcore_bench_bare'];
  const connection = await createConnection(serverUrl);
  for (const name of names) await connection.query(`CREATE DATABASE ${name}`);
  try {
    const [oursUrl, bareUrl] = names.map((name) => serverUrl + name);
    for (const url of [oursUrl, bareUrl]) migrate(settings(0, url));
    const [oursPort, barePort] = [await freePort(), await freePort()];
    const ours = await startContender(['dist/src/main.js'], oursPort, settings(oursPort, oursUrl));
    const bare = await startContender(
      ['bench/contenders/bare-insert.js', String(barePort), String(bareUrl)],
      barePort,
    );
    const load = {
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_API_KEY}` },
      body: JSON.stringify({ url: DESTINATION }),
    };
    const row = await compare(
      'POST /links, against a bare Nest + Express handler with one INSERT',
      { url: `${ours.url}/api/v1/links`, ...load },
      { url: `${bare.url}/links`, ...load },
      '≥ 0.60',
    );
    await Promise.all([ours.stop(), bare.stop()]);
    return row;
  } finally {
    for (const name of names) await connection.query(`DROP DATABASE ${name}`);
    await connection.end();
  }
}

async function cachedRedirect() {
  const databaseUrl = `sqlite:${join(directory, 'redirect.db')}`;
  migrate(settings(0, databaseUrl));
  const [oursPort, barePort] = [await freePort(), await freePort()];
  const ours = await startContender(
    ['dist/src/main.js'],
    oursPort,
    settings(oursPort, databaseUrl),
  );
  const response = await fetch(`${ours.url}/api/v1/links`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_API_KEY}` },
    body: JSON.stringify({ url: DESTINATION }),
  });
  const { key } = /** @type {{ key: string }} */ (await response.json());
  const bare = await startContender(
    ['bench/contenders/bare-redirect.js', String(barePort), key, DESTINATION],
    barePort,
  );
  const row = await compare(
    'GET /:key cached, through Nest, against a bare node:http server',
    { url: `${ours.url}/${key}` },
    { url: `${bare.url}/${key}` },
    'none yet',
  );
  await Promise.all([ours.stop(), bare.stop()]);
  return row;
}

/**
 * @param {number} port
 * @param {string | undefined} databaseUrl
 */
function settings(port, databaseUrl) {
  return {
    ADMIN_API_KEY,
    DATABASE_URL: String(databaseUrl),
    DATA_DIR: directory,
    HOST: '127.0.0.1',
    PORT: String(port === 0 ? 3000 : port),
  };
}

async function printStartTime() {
  const databaseUrl = `sqlite:${join(directory, 'start.db')}`;
  migrate(settings(0, databaseUrl));
  const times = [];
  for (let start = 0; start < START_COUNT; start++) {
    const port = await freePort();
    const instance = await startContender(['dist/src/main.js'], port, settings(port, databaseUrl));
    times.push(instance.readyMs);
    await instance.stop();
  }
  console.log(
    `\nan instance is ready after ${(median(times) / 1000).toFixed(2)} s (goal: under 3 s)`,
  );
}

function print() {
  console.log('\n| case | ours, /s | baseline, /s | ratio | ratios seen | goal |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { name, ours, baseline, ratio, spread, goal } of rows) {
    const figures = [ours.toFixed(0), baseline.toFixed(0), ratio.toFixed(2), spread, goal];
    console.log(`| ${[name, ...figures].join(' | ')} |`);
  }
}
