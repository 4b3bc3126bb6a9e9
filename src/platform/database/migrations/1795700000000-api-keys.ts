import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../alter-table.js';
import { dialectOf } from '../dialects.js';

/** When a key was used, and letters about keys. */
export class ApiKeys1795700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { collation } = dialectOf(queryRunner.dataSource).binaryText;
    const text = collation === undefined ? 'varchar(32)' : `varchar(32) COLLATE ${collation}`;
    await addColumn(queryRunner, 'api_key', 'lastUsedAtMs', 'bigint NULL');
    await addColumn(queryRunner, 'invalidation', 'apiKeyId', `${text} NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropColumn(queryRunner, 'invalidation', 'apiKeyId');
    await dropColumn(queryRunner, 'api_key', 'lastUsedAtMs');
  }
}
