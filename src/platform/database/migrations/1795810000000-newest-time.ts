import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { BOOLEAN, INTEGER, PRIMARY, SMALL_INTEGER } from '../column-types.js';

/** The newest time that the database's clock has shown. */
export class NewestTime1795810000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'id', ...SMALL_INTEGER, ...PRIMARY },
      { name: 'newestMs', ...INTEGER },
      { name: 'isSettled', ...BOOLEAN },
    ];
    await queryRunner.createTable(new Table({ name: 'newest_time', columns }), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('newest_time', true);
  }
}
