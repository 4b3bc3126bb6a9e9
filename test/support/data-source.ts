import { DataSource, type DataSourceOptions } from 'typeorm';
import { databaseUrl } from '../../src/platform/config/database-url.js';
import { connectionOptions } from '../../src/platform/database/connection-options.js';
import type { TestDatabase } from './databases.js';

/** Connects as the application does. */
export async function openDataSource(
  database: Pick<TestDatabase, 'url'>,
  entities: NonNullable<DataSourceOptions['entities']>,
): Promise<DataSource> {
  const options = await connectionOptions(databaseUrl.parse(database.url));
  return new DataSource({ ...options, entities }).initialize();
}
