import type { DataSource, EntityManager, TableColumnOptions } from 'typeorm';

/** All that differs between the databases, beside how to connect to them. */
export interface Dialect {
  /** Tells letters of other case and accent apart, as SQLite does by itself. */
  readonly binaryText: Pick<TableColumnOptions, 'charset' | 'collation'>;
  /** Adds to the counter in one atomic statement and returns what it was before. */
  advanceCounter(manager: EntityManager, name: string, byCount: number): Promise<number>;
  /** All of the work or nothing. */
  transact<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Work that is a single statement, and writes. */
  write<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  isDuplicateKey(error: unknown): boolean;
  isUnavailable(error: unknown): boolean;
  /** Whether the work was undone for no fault of its own, and may well succeed when it is done again. */
  isWorthRepeating(error: unknown): boolean;
  /** Runs `work` while no other process runs work under this lock. A crash frees the lock. */
  withMigrationLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T>;
}

export const MIGRATION_LOCK_WAIT_SECONDS = 120;

/** TypeORM copies a driver's properties on its own error, and keeps the original as `driverError`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? codeOf(error.driverError) : undefined;
}
