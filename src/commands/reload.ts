import { once } from 'node:events';
import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { findRunningPm2, spawnPm2 } from './pm2.js';

/** The name in `pm2.config.js`. */
const APP_NAME = 'shortcore';
const FAILURE_EXIT_CODE = 1;

/** Replaces the instances that `npm start` runs, at most two at a time. */
async function reload(): Promise<void> {
  const config = loadConfig();
  const options = { home: await findRunningPm2(config), balancing: config.balancing };
  const [code] = (await once(spawnPm2('pm2', ['reload', APP_NAME], options), 'exit')) as [
    number | null,
  ];
  process.exitCode = code ?? FAILURE_EXIT_CODE;
}

function fail(error: unknown): void {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`shortcore cannot reload: ${error.message}\n`);
  process.exitCode = FAILURE_EXIT_CODE;
}

await reload().catch(fail);
