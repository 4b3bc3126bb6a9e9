import type { Sql } from 'sql-template-tag';
import type { DataSource, EntityManager, TableColumnOptions } from 'typeorm';
import type { UpsertSyntax } from './upsert.js';

/** A number in a table: one column of the row with this key. */
interface CounterCell {
  readonly table: string;
  readonly column: string;
  readonly keyColumn: string;
  readonly key: string | number;
}

/** All that differs between the databases, beside how to connect to them. */
export interface Dialect {
  /** Tells letters of other case and accent apart, as SQLite does by itself. */
  readonly binaryText: Pick<TableColumnOptions, 'charset' | 'collation'>;
  readonly upsertSyntax: UpsertSyntax;
  /** Behind a table in a SELECT: the index that serves it, and that there is no need to think of others. */
  usingIndex(name: string): Sql;
  /** Behind a SELECT in a transaction: nobody else changes what it reads until the transaction ends. */
  readonly forUpdate: Sql;
  /**
   * Adds to a number, up to a limit, in one atomic step and returns what it was before. A number above
   * the limit stays as it is. `undefined` if there is no such row. To be called by `write`.
   */
  incrementUpTo(
    manager: EntityManager,
    cell: CounterCell,
    by: number,
    limit?: number,
  ): Promise<number | undefined>;
  /** All of the work or nothing. */
  runInTransaction<T>(
    dataSource: DataSource,
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T>;
  /** For work that is a single statement. */
  managerOf(dataSource: DataSource): EntityManager;
  /** Work that is a single statement, and writes. */
  write<T>(manager: EntityManager, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  isDuplicateKey(error: unknown): boolean;
  isUnavailable(error: unknown): boolean;
  /** Whether the work was undone for no fault of its own, and may well succeed when it is done again. */
  isRetryable(error: unknown): boolean;
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
