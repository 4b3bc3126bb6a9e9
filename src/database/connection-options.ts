import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createConnection } from 'mysql2/promise';
import Libsql from 'libsql';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseLocation } from '../config/values.js';
import { StartError } from '../errors/start-error.js';
import { MIGRATIONS } from './migrations.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** How long a statement on SQLite waits for another process's write. */
const SQLITE_BUSY_TIMEOUT_MS = 5_000;
const MYSQL_CONNECTIONS_PER_INSTANCE = 10;

const OLDEST = { mysql: [8, 4], mariadb: [10, 11] } as const;

/**
 * How to connect, for the application, the migrations, the command line and the tests alike.
 * @throws StartError when the database cannot be reached or is too old.
 */
export async function connectionOptions(location: DatabaseLocation): Promise<DataSourceOptions> {
  if (location.kind === 'sqlite') {
    await assertUsable(location.path);
    return {
      type: 'better-sqlite3',
      driver: Libsql,
      database: location.path,
      enableWAL: true,
      timeout: SQLITE_BUSY_TIMEOUT_MS,
      migrations: MIGRATIONS,
    };
  }
  return {
    type: await serverFamily(location.url),
    url: location.url,
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4_bin',
    // Our integers stay below 2^53; TypeORM would hand over strings.
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize: MYSQL_CONNECTIONS_PER_INSTANCE,
    migrations: MIGRATIONS,
  };
}

async function assertUsable(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const database = new Libsql(path, { timeout: SQLITE_BUSY_TIMEOUT_MS });
    database.pragma('schema_version');
    database.close();
  } catch (error) {
    throw new StartError(`DATABASE_URL: the SQLite file cannot be used (${codeIn(error)})`, {
      cause: error,
    });
  }
}

/** The schema of a MariaDB reads differently (a default of `NULL`), so TypeORM must know which it is. */
async function serverFamily(url: string): Promise<'mysql' | 'mariadb'> {
  const version = await serverVersion(url);
  const family = version.includes('MariaDB') ? 'mariadb' : 'mysql';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[family];
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new StartError(`the database is ${family} ${major}.${minor}, which is too old`);
  }
  return family;
}

async function serverVersion(url: string): Promise<string> {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: CONNECT_TIMEOUT_MS });
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

/** A code says enough; a message may quote the user or the host of the URL. */
function codeIn(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
