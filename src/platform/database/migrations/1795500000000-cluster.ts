import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { INTEGER, OPTIONAL, PRIMARY, SMALL_INTEGER, textOn, type TextOf } from '../column-types.js';

/** The instances, and what they tell each other. */
export class Cluster1795500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const text = textOn(queryRunner);
    await queryRunner.createTable(instanceTable(text), true);
    await queryRunner.createTable(invalidationTable(text), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of ['invalidation', 'instance']) await queryRunner.dropTable(name, true);
  }
}

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
