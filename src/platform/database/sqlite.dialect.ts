import Libsql from 'libsql';
import { empty, raw } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { ensurePrivateFile } from '../private-files.js';
import { codeOf, MIGRATION_LOCK_WAIT_SECONDS, type Dialect } from './dialect.js';

/** Locks, the file, its directory, the disk or the memory. The program's defects are all other errors. */
const SQLITE_UNAVAILABLE =
  /^SQLITE_(BUSY|LOCKED|PROTOCOL|IOERR|FULL|CANTOPEN|READONLY|PERM|AUTH|NOMEM|INTERRUPT|CORRUPT|NOTADB)/;

export const sqlite: Dialect = {
  binaryText: {},

  upsertSyntax: {
    onConflict: (key) =>
      `ON CONFLICT (${key.map((name) => `\`${name}\``).join(', ')}) DO UPDATE SET`,
    incoming: (column) => `excluded.\`${column}\``,
  },

  usingIndex: (name) => raw(`INDEXED BY \`${name}\``),

  // A write transaction locks the whole database.
  forUpdate: empty,

  nowMs: raw("CAST(unixepoch('subsec') * 1000 AS INTEGER)"),

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

  // A statement that finds the database locked stays open: later writes silently do not commit.
  // `exec` keeps no statement open, so it takes the lock first.
  async runInTransaction(dataSource, work, takeEffect) {
    const connection = connectionOf(dataSource);
    connection.exec('BEGIN IMMEDIATE');
    try {
      const result = await work(dataSource.manager);
      takeEffect();
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  },

  managerOf: (dataSource) => dataSource.manager,

  write: (...call) => sqlite.runInTransaction(...call),

  isDuplicateKey: (error) => /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(codeOf(error) ?? ''),

  isUnavailable: (error) => SQLITE_UNAVAILABLE.test(codeOf(error) ?? ''),

  isRetryable: (error) => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? ''),

  // The lock is another file, so that the work can use the database itself.
  async withMigrationLock(dataSource, work) {
    const path = `${String(dataSource.driver.database)}.migration-lock`;
    ensurePrivateFile(path);
    const lock = new Libsql(path, { timeout: MIGRATION_LOCK_WAIT_SECONDS * 1000 });
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
