import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../alter-table.js';
import { PRIMARY, textOn } from '../column-types.js';
import { dialectOf } from '../dialects.js';

/** Notes of links, and the names of API keys that are revoked. */
export class NotesAndCreators1796010000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { collation } = dialectOf(queryRunner.dataSource).binaryText;
    const text = collation === undefined ? 'text' : `text COLLATE ${collation}`;
    await addColumn(queryRunner, 'link', 'note', `${text} NULL`);
    const textOf = textOn(queryRunner);
    const table = new Table({
      name: 'revoked_api_key',
      columns: [
        { name: 'id', ...textOf(32), ...PRIMARY },
        { name: 'name', ...textOf(100) },
      ],
    });
    await queryRunner.createTable(table, true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('revoked_api_key', true);
    await dropColumn(queryRunner, 'link', 'note');
  }
}
