import type { QueryRunner } from 'typeorm';

/** Adds a column without copying the table, as TypeORM would do on SQLite. Does nothing if it exists. */
export async function addColumn(
  queryRunner: QueryRunner,
  table: string,
  name: string,
  type: string,
): Promise<void> {
  if (await queryRunner.hasColumn(table, name)) return;
  await queryRunner.query(`ALTER TABLE \`${table}\` ADD COLUMN \`${name}\` ${type}`);
}

/** Does nothing if the column does not exist. */
export async function dropColumn(
  queryRunner: QueryRunner,
  table: string,
  name: string,
): Promise<void> {
  if (!(await queryRunner.hasColumn(table, name))) return;
  await queryRunner.query(`ALTER TABLE \`${table}\` DROP COLUMN \`${name}\``);
}

/** Does nothing if the column has its new name already. */
export async function renameColumn(
  queryRunner: QueryRunner,
  table: string,
  from: string,
  to: string,
): Promise<void> {
  if (await queryRunner.hasColumn(table, to)) return;
  await queryRunner.query(`ALTER TABLE \`${table}\` RENAME COLUMN \`${from}\` TO \`${to}\``);
}

/** Does nothing if the table has its new name already. */
export async function renameTable(
  queryRunner: QueryRunner,
  from: string,
  to: string,
): Promise<void> {
  if (await queryRunner.hasTable(to)) return;
  await queryRunner.query(`ALTER TABLE \`${from}\` RENAME TO \`${to}\``);
}
