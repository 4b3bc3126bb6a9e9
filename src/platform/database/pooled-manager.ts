import { EntityManager, QueryFailedError } from 'typeorm';

/** Of `mysql2`. */
interface Pool {
  query(
    text: string,
    values: readonly unknown[] | undefined,
    done: (error: Error | null, result: unknown) => void,
  ): void;
}

/**
 * For statements of their own, each on whichever connection is free. What TypeORM does around one (a
 * query runner, promises, a stack that is seldom looked at) takes as long as an INSERT does in the process.
 */
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
