import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../alter-table.js';
import { dialectOf } from '../dialects.js';

/** Where visitors of an expired or exhausted link are sent. */
export class ExpiredUrl1796021000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { collation } = dialectOf(queryRunner.dataSource).binaryText;
    const text = collation === undefined ? 'text' : `text COLLATE ${collation}`;
    await addColumn(queryRunner, 'link', 'expiredUrl', `${text} NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropColumn(queryRunner, 'link', 'expiredUrl');
  }
}
