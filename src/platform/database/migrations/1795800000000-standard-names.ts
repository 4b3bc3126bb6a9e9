import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { renameColumn, renameTable } from '../alter-table.js';

type Rename = readonly [table: string, from: string, to: string];

const TABLES = [
  ['click_journal', 'processed_journal'],
  ['idempotent_answer', 'idempotency_response_part'],
] as const;

/** Tables have their new names here. */
const COLUMNS: readonly Rename[] = [
  ['invalidation', 'instanceId', 'recipientId'],
  ['invalidation', 'leasedBelow', 'reservedBelow'],
  ['instance', 'seenAtMs', 'lastHeartbeatAtMs'],
  ['instance', 'beats', 'heartbeats'],
  ['job', 'dueAtMs', 'nextRunAtMs'],
  ['click_day', 'quarters', 'quarterHours'],
  ['link_clicks', 'served', 'redirects'],
  ['link_clicks', 'retiredHumans', 'archivedHumans'],
  ['link_clicks', 'retiredBots', 'archivedBots'],
  ['link_clicks', 'retiredPrefetches', 'archivedPrefetches'],
  ['rate_window', 'leased', 'allocated'],
  ['api_key', 'lookup', 'hashPrefix'],
];

const INDEXES = [
  ['processed_journal', 'click_journal_by_time', 'processed_journal_by_time', 'writtenAtMs'],
  ['api_key', 'api_key_by_lookup', 'api_key_by_hash_prefix', 'hashPrefix'],
] as const;

/**
 * Gives tables and columns the field's standard terms. No row is copied. Instances of the version before
 * must be stopped first. MySQL and MariaDB commit each statement, so a step that is done is skipped.
 */
export class StandardNames1795800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [from, to] of TABLES) await renameTable(queryRunner, from, to);
    for (const rename of COLUMNS) await renameColumn(queryRunner, ...rename);
    for (const [table, from, to, column] of INDEXES) {
      await replaceIndex(queryRunner, table, from, { name: to, columnNames: [column] });
    }
    await renameJob(queryRunner, 'click-upkeep', 'click-maintenance');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await renameJob(queryRunner, 'click-maintenance', 'click-upkeep');
    for (const [table, to, from, column] of INDEXES) {
      await replaceIndex(queryRunner, table, from, { name: to, columnNames: [column] });
    }
    for (const [table, to, from] of COLUMNS) await renameColumn(queryRunner, table, from, to);
    for (const [to, from] of TABLES) await renameTable(queryRunner, from, to);
  }
}

async function replaceIndex(
  queryRunner: QueryRunner,
  table: string,
  old: string,
  replacement: { name: string; columnNames: string[] },
): Promise<void> {
  const names = (await queryRunner.getTable(table))?.indices.map(({ name }) => name) ?? [];
  if (names.includes(old)) await queryRunner.dropIndex(table, old);
  if (!names.includes(replacement.name)) {
    await queryRunner.createIndex(table, new TableIndex(replacement));
  }
}

async function renameJob(queryRunner: QueryRunner, from: string, to: string): Promise<void> {
  await queryRunner.query('UPDATE `job` SET `name` = ? WHERE `name` = ?', [to, from]);
}
