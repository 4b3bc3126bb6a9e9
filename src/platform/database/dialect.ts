import type { Sql } from 'sql-template-tag';
import type { DataSource, EntityManager, TableColumnOptions } from 'typeorm';
import type { UpsertSyntax } from './upsert.js';

interface CounterCell {
  readonly table: string;
  readonly column: string;
  readonly keyColumn: string;
  readonly key: string | number;
}

/** The differences between the databases, except how to connect to them. */
export interface Dialect {
  /** Makes text columns compare byte by byte. SQLite does so by default. */
  readonly binaryText: Pick<TableColumnOptions, 'charset' | 'collation'>;
  readonly upsertSyntax: UpsertSyntax;
  /** Follows a table in a SELECT and makes the database use this index. */
  usingIndex(name: string): Sql;
  /** Ends a SELECT in a transaction and locks the rows that it reads until the transaction ends. */
  readonly forUpdate: Sql;
  /** The database's time in ms since 1970, in any time zone. */
  readonly nowMs: Sql;
  /** Within `write`: adds atomically up to a limit; higher numbers stay. Returns the old number. */
  incrementUpTo(
    manager: EntityManager,
    cell: CounterCell,
    by: number,
    limit?: number,
  ): Promise<number | undefined>;
  /** @param takeEffect is called before the commit, and throws to roll back. */
  runInTransaction<T>(
    dataSource: DataSource,
    work: (manager: EntityManager) => Promise<T>,
    takeEffect: () => void,
  ): Promise<T>;
  managerOf(dataSource: DataSource): EntityManager;
  /** Runs a single statement. @param takeEffect is called before it, or throws as above. */
  write: Dialect['runInTransaction'];
  /** Asks the server on a new connection. SQLite has no server. */
  readonly probe?: (dataSource: DataSource, signal: AbortSignal) => Promise<void>;
  isDuplicateKey(error: unknown): boolean;
  isUnavailable(error: unknown): boolean;
  /** Whether the database rolled the work back for a lock conflict, so that a retry can succeed. */
  isRetryable(error: unknown): boolean;
  /** Runs work that no other process runs at the same time. A crash releases the lock. */
  withMigrationLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T>;
}

export const MIGRATION_LOCK_WAIT_SECONDS = 120;

/** The error code of the driver. TypeORM copies it or keeps the error as `driverError`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? codeOf(error.driverError) : undefined;
}
