import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { INTEGER, PRIMARY, textOn } from '../column-types.js';

/** What was leased of each caller's minutes. */
export class RateLimits1795710000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const table = new Table({
      name: 'rate_window',
      columns: [
        { name: 'id', ...textOn(queryRunner)(64), ...PRIMARY },
        { name: 'leased', ...INTEGER },
        { name: 'endsAtMs', ...INTEGER },
      ],
      indices: [{ name: 'rate_window_by_end', columnNames: ['endsAtMs'] }],
    });
    await queryRunner.createTable(table, true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('rate_window', true);
  }
}
