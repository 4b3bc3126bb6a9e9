import { callbackify } from 'node:util';
import type { Pool, PoolConnection, PoolOptions } from 'mysql2';
import { ConnectionFailed } from './connection-failed.js';
import { pinSession } from './session-settings.js';

type Done = (error: NodeJS.ErrnoException | null, connection: PoolConnection) => void;

/** What TypeORM uses of the driver. */
interface Driver {
  createPool(options: PoolOptions): Pool;
}

/** The driver with pools that hand out only connections with a pinned session. They fail by ConnectionFailed. */
export function pinnedDriver(driver: Driver, lockWaitSeconds: number): Driver {
  const pin = callbackify((connection: PoolConnection) =>
    pinSession(connection.promise(), lockWaitSeconds),
  );
  return {
    createPool(options) {
      const pool = driver.createPool(options);
      const connect = pool.getConnection.bind(pool);
      const pinned = new WeakSet<PoolConnection>();
      // The pool's own `query` gets its connections here too.
      pool.getConnection = (done: Done) => {
        connect((error, connection) => {
          if (error !== null) done(new ConnectionFailed(error), connection);
          else if (pinned.has(connection)) done(null, connection);
          else
            pin(connection, (failure: Error | null) => {
              if (failure === null) pinned.add(connection);
              else connection.destroy();
              done(failure && new ConnectionFailed(failure), connection);
            });
        });
      };
      return pool;
    },
  };
}
