import { DataSource, QueryFailedError } from 'typeorm';
import { ApiKey } from '../auth/api-key.entity.js';
import { BootstrapApiKey } from '../auth/bootstrap-api-key.entity.js';
import { ensureBootstrapApiKey } from '../auth/bootstrap-api-key.js';
import { RevokedApiKey } from '../auth/revoked-api-key.entity.js';
import { Instance } from '../cluster/instance.entity.js';
import { Invalidation } from '../cluster/invalidation.entity.js';
import { createStandalonePublisher } from '../cluster/standalone-publisher.js';
import { Counter } from '../counter/counter.entity.js';
import { seedCounter } from '../counter/counter.store.js';
import { RESERVED_WORDS } from '../link/reserved-words.js';
import type { Config } from '../platform/config/config.js';
import { getInstanceCount } from '../platform/config/instance-count.js';
import { StartError } from '../platform/config/start-error.js';
import { connectionOptions } from '../platform/database/connection-options.js';
import { Database } from '../platform/database/database.js';
import { dialectOf } from '../platform/database/dialects.js';
import { runMigrations } from '../platform/database/run-migrations.js';
import { assertNotNewer } from '../platform/database/schema-version.js';
import { createLogger } from '../platform/logging/logger.js';
import { isOpenToOthers } from '../platform/private-files.js';
import { waitForDatabase } from './wait-for-database.js';

/** Instances of the previous version may still write. */
const LOCK_WAIT_MS = 60_000;
const ENTITIES = [ApiKey, BootstrapApiKey, Counter, Instance, Invalidation, RevokedApiKey];

/** Migrates and seeds the database, safely in parallel. Returns where a new first API key is. */
export async function prepareDatabase(config: Config): Promise<string | undefined> {
  const options = await waitForDatabase(
    () => connectionOptions(config.database, { lockWaitMs: LOCK_WAIT_MS }),
    config.databaseWaitSeconds,
    (message) => createLogger(config).warn(message),
  );
  warnOfOpenDirectory(config);
  const dataSource = new DataSource({ ...options, entities: ENTITIES });
  await dataSource.initialize();
  try {
    await warnOfTooManyConnections(dataSource, config);
    return await dialectOf(dataSource).withMigrationLock(dataSource, async () => {
      await assertNotNewer(dataSource);
      await runMigrations(dataSource).catch(failToMigrate);
      await seedCounter(dataSource.manager, config.keyLength);
      await warnOfReservedKeys(dataSource, config);
      return prepareFirstKey(dataSource, config);
    });
  } finally {
    await dataSource.destroy();
  }
}

/** Returns where the first API key is, if it is new. */
async function prepareFirstKey(
  dataSource: DataSource,
  config: Config,
): Promise<string | undefined> {
  const database = new Database(dataSource);
  const { unitOfWork, onIdle } = await createStandalonePublisher(database, config.dataDir);
  const outcome = await ensureBootstrapApiKey(unitOfWork, dataSource.manager, config);
  await onIdle();
  if (outcome === undefined) return undefined;
  const { action, location } = outcome;
  createLogger(config).info({ location }, `${action} the first API key`);
  return location;
}

/** Its mode is left to the operator: the files that the service creates are closed in any case. */
function warnOfOpenDirectory(config: Config): void {
  if (!isOpenToOthers(config.dataDir)) return;
  const warning = 'DATA_DIR is open to other users of this machine; chmod 700 closes it';
  createLogger(config).warn({ path: config.dataDir }, warning);
}

/** Otherwise instances fail to connect under load only. */
async function warnOfTooManyConnections(dataSource: DataSource, config: Config): Promise<void> {
  if (dataSource.options.type === 'better-sqlite3') return;
  const [row] = await dataSource.query<{ limit: number }[]>('SELECT @@max_connections AS `limit`');
  const limit = Number(row?.limit);
  const needed = getInstanceCount(config).count * config.databasePoolSize;
  if (needed <= limit) return;
  const warning = 'INSTANCES times DATABASE_POOL_SIZE is more than max_connections of the database';
  createLogger(config).warn({ needed, limit }, warning);
}

/** Earlier versions reserved fewer words. Keys are case-sensitive, and so are paths. */
async function warnOfReservedKeys(dataSource: DataSource, config: Config): Promise<void> {
  const links = await dataSource.query<{ key: string }[]>(
    `SELECT \`key\` FROM link WHERE \`key\` IN (${RESERVED_WORDS.map(() => '?').join()}) AND deletedAtMs IS NULL`,
    [...RESERVED_WORDS],
  );
  for (const { key } of links) {
    const warning =
      'the key of this link is a reserved word now: its short URL may lead to a page of the service';
    createLogger(config).warn({ key }, warning);
  }
}

/** Reports the code only, because a message can contain the user name. */
function failToMigrate(error: unknown): never {
  const isOfDatabase = error instanceof QueryFailedError && 'code' in error;
  if (!isOfDatabase) throw error;
  throw new StartError(`the migrations failed (${String(error.code)})`, { cause: error });
}
