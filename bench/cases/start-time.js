import { freePort } from '../../test/support/ports.js';
import { median } from '../compare.js';
import { migrate, startContender } from '../processes.js';
import { settings, sqliteIn } from './settings.js';

const START_COUNT = 5;

/**
 * @param {import('./settings.js').Bench} bench
 * @returns {Promise<string>} a line
 */
export async function startTime(bench) {
  const databaseUrl = sqliteIn(bench.directory, 'start');
  migrate(settings(bench, databaseUrl));
  const times = [];
  for (let start = 0; start < START_COUNT; start++) {
    const port = await freePort();
    const environment = settings(bench, databaseUrl, port);
    const instance = await startContender(['dist/src/main.js'], port, environment);
    times.push(instance.readyMs);
    await instance.stop();
  }
  return `an instance is ready after ${(median(times) / 1000).toFixed(2)} s (goal: under 3 s)`;
}
