import { dirname } from 'node:path';
import Libsql from 'libsql';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseLocation, MySqlLocation } from '../config/values.js';
import { StartError } from '../config/start-error.js';
import { createPrivateDirectory, ensurePrivateDatabase } from '../private-files.js';
import { MIGRATIONS } from './migrations.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** How long a statement waits for another process's write. Short, because the driver blocks the event loop. */
const SQLITE_BUSY_TIMEOUT_MS = 50;
/** At the start the event loop has nothing else to do. */
const SQLITE_OPEN_TIMEOUT_MS = 5_000;
const MYSQL_CONNECTIONS_PER_INSTANCE = 10;

const OLDEST = { mysql: [8, 4], mariadb: [10, 11] } as const;

/** @throws StartError when the database cannot be reached or is too old. */
export async function connectionOptions(
  location: DatabaseLocation,
  sqliteBusyTimeoutMs = SQLITE_BUSY_TIMEOUT_MS,
): Promise<DataSourceOptions> {
  if (location.kind === 'sqlite') {
    await assertUsable(location.path);
    return {
      type: 'better-sqlite3',
      driver: Libsql,
      database: location.path,
      enableWAL: true,
      timeout: sqliteBusyTimeoutMs,
      migrations: MIGRATIONS,
    };
  }
  const { host, port, user, password, database } = location;
  // Imported only for MySQL and MariaDB, because it takes half a megabyte.
  const { default: driver } = await import('mysql2');
  return {
    type: await serverFamily(location),
    driver,
    host,
    port,
    username: user,
    password,
    database,
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4',
    // All integers stay below 2^53. By default TypeORM returns them as strings.
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize: MYSQL_CONNECTIONS_PER_INSTANCE,
    migrations: MIGRATIONS,
  };
}

async function assertUsable(path: string): Promise<void> {
  try {
    await createPrivateDirectory(dirname(path));
    ensurePrivateDatabase(path);
    const database = new Libsql(path, { timeout: SQLITE_OPEN_TIMEOUT_MS });
    database.pragma('schema_version');
    database.close();
  } catch (error) {
    throw new StartError(`DATABASE_URL: the SQLite file cannot be used (${codeIn(error)})`, {
      cause: error,
    });
  }
}

/** TypeORM must know the family, because MariaDB reports its schema differently. */
async function serverFamily(location: MySqlLocation): Promise<'mysql' | 'mariadb'> {
  const version = await serverVersion(location);
  const family = version.includes('MariaDB') ? 'mariadb' : 'mysql';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[family];
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new StartError(`the database is ${family} ${major}.${minor}, which is too old`);
  }
  return family;
}

async function serverVersion({ kind: _kind, ...location }: MySqlLocation): Promise<string> {
  const { createConnection } = await import('mysql2/promise');
  try {
    const connection = await createConnection({ ...location, connectTimeout: CONNECT_TIMEOUT_MS });
    try {
      const [rows] = await connection.query('SELECT VERSION() AS version');
      return (rows as [{ version: string }])[0].version;
    } finally {
      await connection.end();
    }
  } catch (error) {
    throw new StartError(`DATABASE_URL: the database cannot be reached (${codeIn(error)})`, {
      cause: error,
    });
  }
}

/** Only the code, because the message may contain the user or the host of the URL. */
function codeIn(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
