import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { TestDatabase } from './databases.js';
import { dump } from './templates.js';
import { openSqliteFile } from './sqlite-file.js';

/** Saves a database. Returns what restores it, to be called while no instance runs. */
export async function backUp(database: TestDatabase): Promise<() => Promise<void>> {
  if (database.url.startsWith('sqlite:')) return backUpFile(database);
  const connection = await createConnection(database.url);
  const statements = await dump(connection);
  await connection.end();
  return () => restoreOnServer(database, statements);
}

function backUpFile(database: TestDatabase): () => Promise<void> {
  const path = database.url.replace('sqlite:', '');
  const copy = join(database.directory, 'backup.db');
  const file = openSqliteFile(database);
  file.exec(`VACUUM INTO '${copy}'`);
  file.close();
  return async () => {
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    copyFileSync(copy, path);
  };
}

async function restoreOnServer({ url }: TestDatabase, statements: string): Promise<void> {
  const connection = await createConnection({ uri: url, multipleStatements: true });
  const [tables] = await connection.query<RowDataPacket[]>({
    sql: 'SHOW TABLES',
    rowsAsArray: true,
  });
  for (const [name] of tables as unknown as [string][]) {
    await connection.query(`DROP TABLE \`${name}\``);
  }
  await connection.query(statements);
  await connection.end();
}
