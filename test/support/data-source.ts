import { DataSource, type DataSourceOptions } from 'typeorm';
import { parseDatabaseUrl } from '../../src/config/values.js';
import { connectionOptions } from '../../src/database/connection-options.js';
import type { TestDatabase } from './databases.js';

/** Connects as the application does. */
export async function openDataSource(
  database: TestDatabase,
  entities: NonNullable<DataSourceOptions['entities']>,
): Promise<DataSource> {
  const options = await connectionOptions(parseDatabaseUrl(database.url));
  return new DataSource({ ...options, entities }).initialize();
}
