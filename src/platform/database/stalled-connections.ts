import type { DataSource } from 'typeorm';

/** Of silence, while a statement is under way. Statements of ours take milliseconds. */
const SILENCE_MS = 6_000;

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

/** Cuts connections of the pool whose server fell silent, so that they do not stay taken for ever. */
export function destroyStalledConnections(dataSource: DataSource): void {
  const { pool } = dataSource.driver as unknown as { pool?: Pool };
  pool?.on('acquire', ({ stream }) => {
    stream?.setTimeout(SILENCE_MS, () => {
      stream.destroy(Object.assign(new Error('the database fell silent'), { code: 'ETIMEDOUT' }));
    });
  });
  pool?.on('release', ({ stream }) => {
    stream?.removeAllListeners('timeout');
    stream?.setTimeout(0);
  });
}
