import type { DataSource } from 'typeorm';
import type { MysqlDataSourceOptions } from 'typeorm/driver/mysql/MysqlDataSourceOptions.js';

/** Resolves if the server answers on a new connection, be it with an error such as too many connections. */
export async function probeServer({ options }: DataSource, signal: AbortSignal): Promise<void> {
  const { createConnection } = await import('mysql2');
  const { host, port, username: user, password, ssl } = options as Required<MysqlDataSourceOptions>;
  const connection = createConnection({ host, port, user, password, ssl });
  signal.addEventListener('abort', () => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    const settle = (error: NodeJS.ErrnoException | null): void => {
      // Errors of the server have positive numbers, those of the network negative ones or none.
      if (error === null || Number(error.errno) > 0) resolve();
      else reject(error);
    };
    connection.on('error', settle);
    connection.query('SELECT 1', settle);
  });
}
