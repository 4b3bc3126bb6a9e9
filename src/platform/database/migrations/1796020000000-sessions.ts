import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../alter-table.js';
import { dialectOf } from '../dialects.js';

const TABLE = 'api_key';
const INDEXES = { api_key_by_parent: 'parentId', api_key_by_expiry: 'expiresAtMs' };

/** Sessions are API keys that belong to another one. */
export class Sessions1796020000000 implements MigrationInterface {
  /** MySQL and MariaDB commit each statement, so a part may be done after a crash. */
  async up(queryRunner: QueryRunner): Promise<void> {
    const { collation } = dialectOf(queryRunner.dataSource).binaryText;
    const text = collation === undefined ? 'varchar(32)' : `varchar(32) COLLATE ${collation}`;
    await addColumn(queryRunner, TABLE, 'parentId', `${text} NULL`);
    const table = await queryRunner.getTable(TABLE);
    for (const [name, column] of Object.entries(INDEXES)) {
      if (table?.indices.some((index) => index.name === name)) continue;
      await queryRunner.createIndex(TABLE, new TableIndex({ name, columnNames: [column] }));
    }
  }

  /** Without the column, sessions would be keys of their own. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM ${TABLE} WHERE parentId IS NOT NULL`);
    for (const name of Object.keys(INDEXES)) await queryRunner.dropIndex(TABLE, name);
    await dropColumn(queryRunner, TABLE, 'parentId');
  }
}
