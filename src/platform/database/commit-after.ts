import type { QueryRunner } from 'typeorm';
import { dialectOf } from './dialects.js';

/**
 * In a migration, makes a change and frees its locks. Repeats it after a lock conflict with an instance. On SQLite the
 * transaction of the migration holds the only lock until its end.
 */
export async function commitAfter(
  queryRunner: QueryRunner,
  change: () => Promise<unknown>,
): Promise<void> {
  if (queryRunner.dataSource.options.type === 'better-sqlite3') {
    await change();
    return;
  }
  for (let isDone = false; !isDone;) {
    try {
      await change();
      await queryRunner.commitTransaction();
      isDone = true;
    } catch (error) {
      if (!dialectOf(queryRunner.dataSource).isRetryable(error)) throw error;
      await queryRunner.rollbackTransaction();
    }
    await queryRunner.startTransaction();
  }
}
