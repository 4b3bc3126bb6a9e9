import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { INTEGER, longTextOn, PRIMARY, SMALL_INTEGER, textOn } from '../column-types.js';

/** Requests that happen once. */
export class Idempotency1795690000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const text = textOn(queryRunner);
    const id = { name: 'id', ...text(64), ...PRIMARY };
    const keys = new Table({
      name: 'idempotency_key',
      columns: [id, { name: 'fingerprint', ...text(64) }, { name: 'createdAtMs', ...INTEGER }],
      indices: [
        new TableIndex({ name: 'idempotency_key_by_creation', columnNames: ['createdAtMs'] }),
      ],
    });
    const answers = new Table({
      name: 'idempotent_answer',
      columns: [
        id,
        { name: 'part', ...SMALL_INTEGER, ...PRIMARY },
        { name: 'text', ...longTextOn(queryRunner) },
      ],
    });
    for (const table of [keys, answers]) await queryRunner.createTable(table, true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of ['idempotent_answer', 'idempotency_key']) {
      await queryRunner.dropTable(name, true);
    }
  }
}
