import { raw } from 'sql-template-tag';
import type { DataSource, EntityManager } from 'typeorm';
import { StartError } from '../config/start-error.js';
import { DirectManager, type Queryable } from './direct-manager.js';
import { MIGRATION_LOCK_WAIT_SECONDS, type Dialect } from './dialect.js';
import { probeServer } from './probe-server.js';
import { isDuplicateKey, isReadOnly, isRetryable, isUnavailable } from './mysql-errors.js';

/** The driver's result of a statement that writes. Rows that match count as affected. */
interface OkPacket {
  readonly insertId: number;
  readonly affectedRows: number;
}

export const mysql: Dialect = {
  // `utf8mb4_bin` would ignore trailing spaces.
  binaryText: { charset: 'utf8mb4', collation: 'utf8mb4_0900_bin' },

  upsertSyntax: {
    onConflict: () => 'AS incoming ON DUPLICATE KEY UPDATE',
    incoming: (column) => `incoming.\`${column}\``,
  },

  usingIndex: (name) => raw(`FORCE INDEX (\`${name}\`)`),

  forUpdate: raw('FOR UPDATE'),

  // `UNIX_TIMESTAMP(NOW(3))` would be ambiguous when daylight saving time ends.
  nowMs: raw("(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)"),

  // LAST_INSERT_ID(expr) returns the old value as `insertId`: MySQL manual, "Information Functions".
  async incrementUpTo(
    manager,
    { table, column, keyColumn, key },
    by,
    limit = Number.MAX_SAFE_INTEGER,
  ) {
    const { insertId, affectedRows } = await manager.query<OkPacket>(
      `UPDATE \`${table}\` SET \`${column}\` = ` +
        `GREATEST(LAST_INSERT_ID(\`${column}\`), LEAST(\`${column}\` + ?, ?)) WHERE \`${keyColumn}\` = ?`,
      [by, limit, key],
    );
    return affectedRows === 0 ? undefined : insertId;
  },

  runInTransaction: (dataSource, work, takeEffect) =>
    withConnection(dataSource, (connected) =>
      connected.transaction(async (manager) => {
        const result = await work(manager);
        takeEffect();
        return result;
      }),
    ),

  managerOf: (dataSource) => new DirectManager(dataSource, poolOf(dataSource)),

  write: (dataSource, work, takeEffect) =>
    withConnection(dataSource, (connected) => {
      takeEffect();
      return work(connected);
    }),

  probe: probeServer,

  isDuplicateKey,
  isUnavailable,
  isRetryable,

  async withMigrationLock(dataSource, work) {
    const name = `shortcore-migrations:${String(dataSource.driver.database)}`.slice(0, 64);
    const connection = dataSource.createQueryRunner();
    try {
      const rows = (await connection.query('SELECT GET_LOCK(?, ?) AS locked', [
        name,
        MIGRATION_LOCK_WAIT_SECONDS,
      ])) as unknown as [{ locked: number }];
      if (rows[0].locked !== 1)
        throw new StartError(
          `another migration has held the lock for ${MIGRATION_LOCK_WAIT_SECONDS} s`,
        );
      return await work();
    } finally {
      await connection.query('SELECT RELEASE_LOCK(?)', [name]);
      await connection.release();
    }
  },
};

/** MariaDB has another collation name and another syntax for the inserted values. */
export const mariadb: Dialect = {
  ...mysql,
  upsertSyntax: {
    onConflict: () => 'ON DUPLICATE KEY UPDATE',
    incoming: (column) => `VALUES(\`${column}\`)`,
  },
  binaryText: { charset: 'utf8mb4', collation: 'utf8mb4_nopad_bin' },
};

interface PooledConnection extends Queryable {
  destroy(): void;
}

function poolOf({ driver }: DataSource): Queryable {
  return (driver as unknown as { pool: Queryable }).pool;
}

/** Destroys a connection whose server has become read-only: after a failover, a new one leads to another server. */
async function withConnection<T>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const connection = (await runner.connect()) as PooledConnection;
  try {
    return await work(new DirectManager(dataSource, connection, runner));
  } catch (error) {
    if (isReadOnly(error)) connection.destroy();
    throw error;
  } finally {
    await runner.release();
  }
}
