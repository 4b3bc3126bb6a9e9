import type { DataSource } from 'typeorm';

/** How long a connection may receive nothing during a statement. Statements take milliseconds. */
const STALLED_AFTER_MS = 6_000;

interface PooledConnection {
  readonly stream?: {
    setTimeout(timeoutMs: number, onTimeout?: () => void): void;
    destroy(error: Error): void;
    removeAllListeners(event: 'timeout'): void;
  };
}

interface Pool {
  on(event: 'acquire' | 'release', listener: (connection: PooledConnection) => void): void;
}

/** Destroys pooled connections whose server stopped responding, so that they do not stay in use forever. */
export function destroyStalledConnections(dataSource: DataSource): void {
  const { pool } = dataSource.driver as unknown as { pool?: Pool };
  pool?.on('acquire', ({ stream }) => {
    stream?.setTimeout(STALLED_AFTER_MS, () => {
      stream.destroy(
        Object.assign(new Error('the database stopped responding'), { code: 'ETIMEDOUT' }),
      );
    });
  });
  pool?.on('release', ({ stream }) => {
    stream?.removeAllListeners('timeout');
    stream?.setTimeout(0);
  });
}
