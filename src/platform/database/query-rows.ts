import type { Sql } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';

/** Runs a SELECT whose values are placeholders. Every driver here takes `?`. */
export function queryRows<Row>(manager: EntityManager, { sql, values }: Sql): Promise<Row[]> {
  return manager.query<Row[]>(sql, values);
}
