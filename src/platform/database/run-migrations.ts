import type { DataSource, Migration } from 'typeorm';

/**
 * Runs pending migrations. On SQLite it takes the lock for writing first: a transaction that has read cannot write once
 * an instance has written, and does not wait but fails.
 */
export async function runMigrations(dataSource: DataSource): Promise<Migration[]> {
  if (dataSource.options.type !== 'better-sqlite3') return dataSource.runMigrations();
  await dataSource.query('BEGIN IMMEDIATE');
  try {
    const ran = await dataSource.runMigrations({ transaction: 'none' });
    await dataSource.query('COMMIT');
    return ran;
  } catch (error) {
    // SQLite ends the transaction by itself after some errors.
    await dataSource.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
