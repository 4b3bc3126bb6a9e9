import { dirname } from 'node:path';
import Libsql from 'libsql';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseLocation, MySqlLocation } from '../config/database-url.js';
import { DatabaseStartError } from '../config/start-error.js';
import { ConnectionFailed } from './connection-failed.js';
import { createPrivateDirectory, ensurePrivateDatabase } from '../private-files.js';
import { MIGRATIONS } from './migrations.js';
import { pinnedDriver } from './pinned-driver.js';
import { pinSession } from './session-settings.js';
import { tlsOptions } from './tls-options.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** How long a statement waits for the locks of others. Short on SQLite, whose driver blocks the event loop. */
const SQLITE_LOCK_WAIT_MS = 50;
/** Shorter than the time after which a connection counts as stalled, so that a statement never outlives its connection. */
const MYSQL_LOCK_WAIT_MS = 5_000;
/** At the start the event loop has nothing else to do. */
const SQLITE_OPEN_TIMEOUT_MS = 5_000;
/** The session is told the same in SQL, because a server may ignore the handshake. */
const CONNECTION_CHARSET = 'utf8mb4';
/** Of programs that are no instance. */
const COMMAND_POOL_SIZE = 10;

const OLDEST = { mysql: [8, 4], mariadb: [10, 11] } as const;

interface ConnectionSettings {
  /** How long a statement waits for the locks of others. */
  readonly lockWaitMs?: number;
  /** Of MySQL and MariaDB. */
  readonly poolSize?: number;
}

/**
 * @throws StartError when a file that the URL names cannot be used, and DatabaseStartError when the database cannot be reached, is too old or does not keep the session's settings.
 */
export async function connectionOptions(
  location: DatabaseLocation,
  settings: ConnectionSettings = {},
): Promise<DataSourceOptions> {
  const isSqlite = location.kind === 'sqlite';
  const lockWaitMs = settings.lockWaitMs ?? (isSqlite ? SQLITE_LOCK_WAIT_MS : MYSQL_LOCK_WAIT_MS);
  if (location.kind === 'sqlite') {
    await assertUsable(location.path);
    return {
      type: 'better-sqlite3',
      driver: Libsql,
      database: location.path,
      enableWAL: true,
      timeout: lockWaitMs,
      migrations: MIGRATIONS,
    };
  }
  const { host, port, user, password, database, tls } = location;
  // Imported only for MySQL and MariaDB, because it takes half a megabyte.
  const { default: driver } = await import('mysql2');
  const lockWaitSeconds = Math.ceil(lockWaitMs / 1000);
  return {
    type: await serverFamily(location, lockWaitSeconds),
    driver: pinnedDriver(driver, lockWaitSeconds),
    host,
    port,
    username: user,
    password,
    database,
    ssl: tlsOptions(tls),
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: CONNECTION_CHARSET,
    timezone: 'Z',
    // All integers stay below 2^53. By default TypeORM returns them as strings.
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize: settings.poolSize ?? COMMAND_POOL_SIZE,
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
    throw DatabaseStartError.because('DATABASE_URL: the SQLite file cannot be used', error);
  }
}

/** TypeORM must know the family, because MariaDB reports its schema differently. */
async function serverFamily(
  location: MySqlLocation,
  lockWaitSeconds: number,
): Promise<'mysql' | 'mariadb'> {
  const version = await serverVersion(location, lockWaitSeconds);
  const family = version.includes('MariaDB') ? 'mariadb' : 'mysql';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[family];
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new DatabaseStartError(`the database is ${family} ${major}.${minor}, which is too old`);
  }
  return family;
}

async function serverVersion(
  { kind: _kind, tls, ...location }: MySqlLocation,
  lockWaitSeconds: number,
): Promise<string> {
  const { createConnection } = await import('mysql2/promise');
  const ssl = tlsOptions(tls);
  const options = {
    ...location,
    ...(ssl !== undefined && { ssl }),
    charset: CONNECTION_CHARSET,
    connectTimeout: CONNECT_TIMEOUT_MS,
  };
  try {
    const connection = await createConnection(options);
    try {
      await pinSession(connection, lockWaitSeconds);
      const [rows] = await connection.query('SELECT VERSION() AS version');
      return (rows as [{ version: string }])[0].version;
    } finally {
      await connection.end();
    }
  } catch (error) {
    throw new ConnectionFailed(error);
  }
}
