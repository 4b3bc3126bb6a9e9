import { createConnection } from 'mysql2/promise';
import { freePort } from '../../test/support/ports.js';
import { compare } from '../compare.js';
import { migrate, startContender } from '../processes.js';
import { ADMIN_API_KEY, DESTINATION, settings } from './settings.js';

/** @param {import('./settings.js').Bench & { serverUrl: string }} bench */
export async function creation(bench) {
  const names = ['shortcore_bench_ours', 'shortcore_bench_bare'];
  const connection = await createConnection(bench.serverUrl);
  for (const name of names) await connection.query(`CREATE DATABASE ${name}`);
  try {
    const [oursUrl = '', bareUrl = ''] = names.map((name) => bench.serverUrl + name);
    for (const url of [oursUrl, bareUrl]) migrate(settings(bench, url));
    const [oursPort, barePort] = [await freePort(), await freePort()];
    const ours = await startContender(
      ['dist/src/main.js'],
      oursPort,
      settings(bench, oursUrl, oursPort),
    );
    const bare = await startContender(
      ['bench/contenders/bare-insert.js', String(barePort), bareUrl],
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
