import { MigrationExecutor, type DataSource } from 'typeorm';
import { DatabaseStartError, StartError } from '../config/start-error.js';

/** @throws DatabaseStartError when the schema is older than the program. */
export async function assertMigrated(dataSource: DataSource): Promise<void> {
  if (!(await dataSource.showMigrations())) return;
  throw new DatabaseStartError('the database lacks migrations: run `npm run migrate` first');
}

/** @throws StartError when a later version of the program has migrated the database. */
export async function assertNotNewer(dataSource: DataSource): Promise<void> {
  const unknown = await findUnknownMigration(dataSource);
  if (unknown === undefined) return;
  throw new StartError(
    `a later version of Shortcore has migrated the database (${unknown}): run that version, or revert its migrations with it`,
  );
}

/** The newest migration of the database that this program does not have. */
export async function findUnknownMigration(dataSource: DataSource): Promise<string | undefined> {
  const executor = new MigrationExecutor(dataSource);
  const known = new Set(
    dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name),
  );
  const executed = await executor.getExecutedMigrations();
  // The newest is the first.
  return executed.map(({ name }) => name).find((name) => !known.has(name));
}
