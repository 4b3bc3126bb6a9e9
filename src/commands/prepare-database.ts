import { DataSource, QueryFailedError } from 'typeorm';
import { ApiKey } from '../auth/api-key.entity.js';
import { ensureBootstrapApiKey } from '../auth/bootstrap-api-key.js';
import type { Config } from '../platform/config/config.js';
import { Counter } from '../counter/counter.entity.js';
import { seedCounter } from '../counter/counter.store.js';
import { connectionOptions } from '../platform/database/connection-options.js';
import { dialectOf } from '../platform/database/dialects.js';
import { StartError } from '../platform/config/start-error.js';
import { isOpenToOthers } from '../platform/private-files.js';
import { createLogger } from '../platform/logging/logger.js';

/** Instances of the previous version may still write. */
const LOCK_WAIT_MS = 60_000;

/** Migrates and seeds the database, safely in parallel. Returns where a new first API key is. */
export async function prepareDatabase(config: Config): Promise<string | undefined> {
  const options = await connectionOptions(config.database, LOCK_WAIT_MS);
  warnOfOpenDirectory(config);
  const dataSource = new DataSource({ ...options, entities: [Counter, ApiKey] });
  await dataSource.initialize();
  try {
    return await dialectOf(dataSource).withMigrationLock(dataSource, async () => {
      await dataSource.runMigrations().catch(failToMigrate);
      await seedCounter(dataSource.manager, config.keyLength);
      const location = await ensureBootstrapApiKey(dataSource.manager, config);
      if (location !== undefined)
        createLogger(config).info({ location }, 'created the first API key');
      return location;
    });
  } finally {
    await dataSource.destroy();
  }
}

/** Its mode is left to the operator: the files that the service creates are closed in any case. */
function warnOfOpenDirectory(config: Config): void {
  if (!isOpenToOthers(config.dataDir)) return;
  const warning = 'DATA_DIR is open to other users of this machine; chmod 700 closes it';
  createLogger(config).warn({ path: config.dataDir }, warning);
}

/** Reports the code only, because a message can contain the user name. */
function failToMigrate(error: unknown): never {
  const isOfDatabase = error instanceof QueryFailedError && 'code' in error;
  if (!isOfDatabase) throw error;
  throw new StartError(`the migrations failed (${String(error.code)})`, { cause: error });
}
