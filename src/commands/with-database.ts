import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { Config } from '../platform/config/config.js';
import { connectionOptions } from '../platform/database/connection-options.js';
import { Database } from '../platform/database/database.js';

type Entity = Extract<EntityTarget<ObjectLiteral>, new () => unknown>;

/** Opens the database for one command and closes it after. @throws StartError when it cannot be used. */
export async function withDatabase<T>(
  config: Config,
  entities: readonly Entity[],
  work: (database: Database, dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const options = await connectionOptions(config.database);
  const dataSource = await new DataSource({ ...options, entities: [...entities] }).initialize();
  try {
    const database = new Database(dataSource);
    await database.onModuleInit();
    return await work(database, dataSource);
  } finally {
    await dataSource.destroy();
  }
}
