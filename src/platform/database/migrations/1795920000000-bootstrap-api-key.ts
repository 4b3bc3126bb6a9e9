import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { PRIMARY, textOn } from '../column-types.js';

/** Earlier versions gave the first key this name. */
const SEED = `INSERT INTO bootstrap_api_key (apiKeyId, hash)
  SELECT id, hash FROM api_key
  WHERE name = 'first' AND NOT EXISTS (SELECT 1 FROM bootstrap_api_key)
  ORDER BY createdAtMs, id LIMIT 1`;

/** Tells a changed ADMIN_API_KEY from the one that created the first key. */
export class BootstrapApiKey1795920000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const text = textOn(queryRunner);
    const table = new Table({
      name: 'bootstrap_api_key',
      columns: [
        { name: 'apiKeyId', ...text(32), ...PRIMARY },
        { name: 'hash', ...text(64) },
      ],
    });
    await queryRunner.createTable(table, true);
    await queryRunner.query(SEED);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('bootstrap_api_key', true);
  }
}
