import { DataSource, QueryFailedError } from 'typeorm';
import { ApiKey } from '../auth/api-key.entity.js';
import { ensureBootstrapApiKey } from '../auth/bootstrap-api-key.js';
import type { Config } from '../platform/config/config.js';
import { Counter } from '../counter/counter.entity.js';
import { seedCounter } from '../counter/counter.store.js';
import { connectionOptions } from '../platform/database/connection-options.js';
import { dialectOf } from '../platform/database/dialects.js';
import { StartError } from '../platform/config/start-error.js';
import { createLogger } from '../platform/logging/logger.js';

/** Instances of the version before may still write meanwhile. */
const SQLITE_BUSY_TIMEOUT_MS = 60_000;

/**
 * Brings the database to the newest schema and gives it what all instances share. Any number may call
 * this at once: one does the work, the others wait and find it done.
 */
export async function prepareDatabase(config: Config): Promise<void> {
  const options = await connectionOptions(config.database, SQLITE_BUSY_TIMEOUT_MS);
  const dataSource = new DataSource({ ...options, entities: [Counter, ApiKey] });
  await dataSource.initialize();
  try {
    await dialectOf(dataSource).withMigrationLock(dataSource, async () => {
      await dataSource.runMigrations().catch(failToMigrate);
      await seedCounter(dataSource.manager, config.keyLength);
      const path = await ensureBootstrapApiKey(dataSource.manager, config);
      if (path !== undefined) createLogger(config).info({ path }, 'wrote the first API key');
    });
  } finally {
    await dataSource.destroy();
  }
}

/** A code says enough: a message may quote the user. */
function failToMigrate(error: unknown): never {
  const isOfDatabase = error instanceof QueryFailedError && 'code' in error;
  if (!isOfDatabase) throw error;
  throw new StartError(`the migrations failed (${String(error.code)})`, { cause: error });
}
