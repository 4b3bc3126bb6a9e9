import { EntityManager, QueryFailedError } from 'typeorm';

interface Pool {
  query(
    text: string,
    values: readonly unknown[] | undefined,
    done: (error: Error | null, result: unknown) => void,
  ): void;
}

/** Runs single statements without TypeORM's query runner, which costs as much CPU as an INSERT. */
export class PooledManager extends EntityManager {
  override query<T>(text: string, values?: unknown[]): Promise<T> {
    const { driver, logger } = this.dataSource;
    const { pool } = driver as unknown as { pool: Pool };
    logger.logQuery(text, values);
    return new Promise((resolve, reject) => {
      pool.query(text, values, (error, result) => {
        if (error === null) resolve(result as T);
        else reject(new QueryFailedError(text, values, error));
      });
    });
  }
}
