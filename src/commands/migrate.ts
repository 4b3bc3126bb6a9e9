import 'reflect-metadata';
import { loadConfig } from '../platform/config/config.js';
import { exitWithStartFailure } from '../platform/config/start-error.js';
import { prepareDatabase } from './prepare-database.js';

async function migrate(): Promise<void> {
  await prepareDatabase(loadConfig());
}

await migrate().catch(exitWithStartFailure);
