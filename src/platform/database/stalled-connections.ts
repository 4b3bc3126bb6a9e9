import type { DataSource } from 'typeorm';

/** How long a connection may receive nothing during a statement. Statements take milliseconds. */
const STALLED_AFTER_MS = 6_000;

interface PooledConnection {
  readonly stream?: {
    setTimeout(timeoutMs: number, onTimeout?: () => void): void;
    destroy(error: Error): void;
    once(event: 'close', listener: () => void): void;
    removeAllListeners(event: 'timeout'): void;
  };
}

interface Pool {
  on(
    event: 'connection' | 'acquire' | 'release',
    listener: (connection: PooledConnection) => void,
  ): void;
}

/**
 * Destroys pooled connections whose server stopped responding, so that they do not stay in use forever.
 * @returns a function that destroys all connections in use at once.
 */
export function destroyStalledConnections(dataSource: DataSource): () => void {
  const { pool } = dataSource.driver as unknown as { pool?: Pool };
  const inUse = new Set<PooledConnection>();
  pool?.on('connection', (connection) => {
    connection.stream?.once('close', () => inUse.delete(connection));
  });
  pool?.on('acquire', (connection) => {
    inUse.add(connection);
    connection.stream?.setTimeout(STALLED_AFTER_MS, () => destroy(connection));
  });
  pool?.on('release', (connection) => {
    inUse.delete(connection);
    connection.stream?.removeAllListeners('timeout');
    connection.stream?.setTimeout(0);
  });
  return () => inUse.forEach(destroy);
}

function destroy({ stream }: PooledConnection): void {
  stream?.destroy(
    Object.assign(new Error('the database stopped responding'), { code: 'ETIMEDOUT' }),
  );
}
