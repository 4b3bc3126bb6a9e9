import Libsql from 'libsql';
import type { TestDatabase } from './databases.js';

/** Longer than an instance holds the lock to write. */
const LOCK_WAIT_MS = 10_000;

/** Opens the database beside its instances. Statements wait for the lock, as an instance may be writing. */
export function openSqliteFile({ url }: Pick<TestDatabase, 'url'>): Libsql.Database {
  return new Libsql(url.replace('sqlite:', ''), { timeout: LOCK_WAIT_MS });
}
