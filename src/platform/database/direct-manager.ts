import { EntityManager, QueryFailedError, type DataSource, type QueryRunner } from 'typeorm';

/** A pool, or one of its connections. */
export interface Queryable {
  query(
    text: string,
    values: readonly unknown[] | undefined,
    done: (error: Error | null, result: unknown) => void,
  ): void;
}

/** Runs statements that are written by hand without TypeORM's query runner, which costs as much CPU as an INSERT. */
export class DirectManager extends EntityManager {
  /** @param queryRunner has the connection, and runs the statements that TypeORM builds. */
  constructor(
    dataSource: DataSource,
    private readonly queryable: Queryable,
    queryRunner?: QueryRunner,
  ) {
    super(dataSource, queryRunner);
  }

  override query<T>(text: string, values?: unknown[]): Promise<T> {
    this.dataSource.logger.logQuery(text, values);
    return new Promise((resolve, reject) => {
      this.queryable.query(text, values, (error, result) => {
        if (error === null) resolve(result as T);
        else reject(new QueryFailedError(text, values, error));
      });
    });
  }
}
