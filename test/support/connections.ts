import { Database } from '../../src/platform/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { openDataSource } from './data-source.js';
import type { TestDatabase } from './databases.js';

/** One database as several instances see it, each through connections of its own. */
export interface Connections {
  readonly databases: readonly Database[];
  close(): Promise<void>;
}

export async function connect(database: TestDatabase, count: number): Promise<Connections> {
  const dataSources = await Promise.all(
    Array.from({ length: count }, () => openDataSource(database, ENTITIES)),
  );
  return {
    databases: dataSources.map((dataSource) => new Database(dataSource)),
    close: async () => {
      for (const dataSource of dataSources) await dataSource.destroy();
    },
  };
}
