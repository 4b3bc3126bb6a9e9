import Libsql from 'libsql';
import type { DataSource, EntityManager, TableColumnOptions } from 'typeorm';
import { StartError } from '../config/start-error.js';

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

const MIGRATION_LOCK_WAIT_SECONDS = 120;

const mysql: Dialect = {
  // Not `utf8mb4_bin`: to that, spaces at the end do not count.
  binaryText: { charset: 'utf8mb4', collation: 'utf8mb4_0900_bin' },

  // LAST_INSERT_ID(expr) makes the old value part of the answer: MySQL manual, "Information Functions".
  async advanceCounter(manager, name, byCount) {
    const { insertId } = await manager.query<{ insertId: number }>(
      'UPDATE `counter` SET `next` = LAST_INSERT_ID(`next`) + ? WHERE `name` = ?',
      [byCount, name],
    );
    return insertId;
  },

  transact: (dataSource, work) => dataSource.transaction(work),

  write: (dataSource, work) => work(dataSource.manager),

  isDuplicateKey: (error) => codeOf(error) === 'ER_DUP_ENTRY',

  isUnavailable: (error) => {
    const code = codeOf(error) ?? '';
    return MYSQL_UNAVAILABLE.has(code) || /^(ECONN|ETIMEDOUT|EPIPE|EHOST|ENOTFOUND)/.test(code);
  },

  isWorthRepeating: (error) =>
    ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'].includes(codeOf(error) ?? ''),

  async withMigrationLock(dataSource, work) {
    const name = `shortcore-migrations:${String(dataSource.driver.database)}`.slice(0, 64);
    const connection = dataSource.createQueryRunner();
    try {
      const rows = (await connection.query('SELECT GET_LOCK(?, ?) AS locked', [
        name,
        MIGRATION_LOCK_WAIT_SECONDS,
      ])) as unknown as [{ locked: number }];
      if (rows[0].locked !== 1)
        throw new StartError('another migration holds the lock for too long');
      return await work();
    } finally {
      await connection.query('SELECT RELEASE_LOCK(?)', [name]);
      await connection.release();
    }
  },
};

/** MariaDB names the collation otherwise. */
const mariadb: Dialect = {
  ...mysql,
  binaryText: { charset: 'utf8mb4', collation: 'utf8mb4_nopad_bin' },
};

const sqlite: Dialect = {
  binaryText: {},

  async advanceCounter(manager, name, byCount) {
    const [row] = await manager.query<[{ first: number }]>(
      'UPDATE "counter" SET "next" = "next" + ? WHERE "name" = ? RETURNING "next" - ? AS "first"',
      [byCount, name, byCount],
    );
    return row.first;
  },

  /**
   * A statement of ours that found the database locked would stay open in the driver: writes after it
   * would not be committed, though no error says so. So the lock is asked for by a statement of no
   * substance, of which the driver keeps nothing, and under the lock no statement finds it taken.
   */
  async transact(dataSource, work) {
    const connection = connectionOf(dataSource);
    connection.exec('BEGIN IMMEDIATE');
    try {
      const result = await work(dataSource.manager);
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  },

  write: (dataSource, work) => sqlite.transact(dataSource, work),

  isDuplicateKey: (error) => /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(codeOf(error) ?? ''),

  isUnavailable: (error) =>
    /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY)/.test(codeOf(error) ?? ''),

  isWorthRepeating: (error) => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? ''),

  // A file of its own: the database itself stays readable and writable for the work.
  async withMigrationLock(dataSource, work) {
    const lock = new Libsql(`${String(dataSource.driver.database)}.migration-lock`, {
      timeout: MIGRATION_LOCK_WAIT_SECONDS * 1000,
    });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return await work();
    } finally {
      lock.close();
    }
  },
};

/** TypeORM has one connection to SQLite. */
function connectionOf({ driver }: DataSource): Libsql.Database {
  return (driver as unknown as { databaseConnection: Libsql.Database }).databaseConnection;
}

const MYSQL_UNAVAILABLE = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_QUERY_INTERRUPTED',
  'ER_OPTION_PREVENTS_STATEMENT',
  'EAI_AGAIN',
]);

export function dialectOf(dataSource: DataSource): Dialect {
  const { type } = dataSource.options;
  if (type === 'better-sqlite3') return sqlite;
  return type === 'mariadb' ? mariadb : mysql;
}

/** TypeORM copies a driver's properties on its own error, and keeps the original as `driverError`. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? codeOf(error.driverError) : undefined;
}
