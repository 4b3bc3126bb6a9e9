import Libsql from 'libsql';
import { empty, raw } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { codeOf, MIGRATION_LOCK_WAIT_SECONDS, type Dialect } from './dialect.js';

export const sqlite: Dialect = {
  binaryText: {},

  upsertSyntax: {
    onConflict: (key) =>
      `ON CONFLICT (${key.map((name) => `\`${name}\``).join(', ')}) DO UPDATE SET`,
    incoming: (column) => `excluded.\`${column}\``,
  },

  usingIndex: (name) => raw(`INDEXED BY \`${name}\``),

  // Who writes is alone.
  forUpdate: empty,

  async incrementUpTo(
    manager,
    { table, column, keyColumn, key },
    by,
    limit = Number.MAX_SAFE_INTEGER,
  ) {
    const where = `WHERE \`${keyColumn}\` = ?`;
    const [row] = await manager.query<[{ before: number }?]>(
      `SELECT \`${column}\` AS before FROM \`${table}\` ${where}`,
      [key],
    );
    if (row === undefined) return undefined;
    const after = Math.max(row.before, Math.min(row.before + by, limit));
    await manager.query(`UPDATE \`${table}\` SET \`${column}\` = ? ${where}`, [after, key]);
    return row.before;
  },

  /**
   * A statement of ours that found the database locked would stay open in the driver: writes after it
   * would not be committed, though no error says so. So the lock is asked for by a statement of no
   * substance, of which the driver keeps nothing, and under the lock no statement finds it taken.
   */
  async runInTransaction(dataSource, work) {
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

  managerOf: (dataSource) => dataSource.manager,

  write: ({ dataSource }, work) => sqlite.runInTransaction(dataSource, work),

  isDuplicateKey: (error) => /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(codeOf(error) ?? ''),

  isUnavailable: (error) =>
    /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY)/.test(codeOf(error) ?? ''),

  isRetryable: (error) => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? ''),

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
