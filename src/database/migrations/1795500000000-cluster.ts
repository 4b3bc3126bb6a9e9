import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { Table } from 'typeorm';
import { dialectOf } from '../dialects.js';

const INTEGER = { type: 'bigint' };
const SMALL_INTEGER = { type: 'integer' };
const OPTIONAL = { isNullable: true };
const PRIMARY = { isPrimary: true };

/** The instances, and what they tell each other. */
export class Cluster1795500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { binaryText } = dialectOf(queryRunner.dataSource);
    const text = (length: number): Pick<TableColumnOptions, 'type' | 'length'> => ({
      type: 'varchar',
      length: String(length),
      ...binaryText,
    });
    await queryRunner.createTable(instanceTable(text), true);
    await queryRunner.createTable(invalidationTable(text), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of ['invalidation', 'instance']) await queryRunner.dropTable(name, true);
  }
}

type TextOf = (length: number) => Pick<TableColumnOptions, 'type' | 'length'>;

function instanceTable(text: TextOf): Table {
  return new Table({
    name: 'instance',
    columns: [
      { name: 'id', ...text(16), ...PRIMARY },
      { name: 'host', ...text(255) },
      { name: 'pid', ...SMALL_INTEGER },
      { name: 'version', ...text(32) },
      { name: 'startedAtMs', ...INTEGER },
      { name: 'seenAtMs', ...INTEGER },
      { name: 'beats', ...INTEGER },
      { name: 'cacheSize', ...INTEGER },
      { name: 'cacheHits', ...INTEGER },
      { name: 'cacheMisses', ...INTEGER },
      { name: 'cacheEvictions', ...INTEGER },
    ],
  });
}

function invalidationTable(text: TextOf): Table {
  return new Table({
    name: 'invalidation',
    columns: [
      { name: 'instanceId', ...text(16), ...PRIMARY },
      { name: 'changeId', ...text(40), ...PRIMARY },
      { name: 'linkKey', ...text(64), ...OPTIONAL },
      { name: 'leasedBelow', ...INTEGER, ...OPTIONAL },
    ],
    indices: [{ name: 'invalidation_by_change', columnNames: ['changeId'] }],
  });
}
