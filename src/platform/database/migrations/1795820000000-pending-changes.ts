import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLE = 'invalidation';
const INDEX = 'invalidation_by_link_key';

/** Finds the changes of a link that are not acknowledged yet. The table is almost empty at all times. */
export class PendingChanges1795820000000 implements MigrationInterface {
  /** MySQL and MariaDB commit each statement, so the index may be there after a crash. */
  async up(queryRunner: QueryRunner): Promise<void> {
    const table = await queryRunner.getTable(TABLE);
    if (table?.indices.some(({ name }) => name === INDEX)) return;
    const index = new TableIndex({ name: INDEX, columnNames: ['linkKey'] });
    await queryRunner.createIndex(TABLE, index);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex(TABLE, INDEX);
  }
}
