import { expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { databaseUrl } from '../../src/platform/config/database-url.js';
import { connectionOptions } from '../../src/platform/database/connection-options.js';
import { runMigrations } from '../../src/platform/database/run-migrations.js';
import { makeSqlite } from '../support/databases.js';

let writeElsewhere = (): void => {};

/** Reads and then writes, as migrations do that look at what is done already. */
class ReadsAndWrites1999000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SELECT * FROM counter');
    writeElsewhere();
    await queryRunner.query('ALTER TABLE link ADD COLUMN added text NULL');
  }

  async down(): Promise<void> {}
}

it('a migration on SQLite does not fail when an instance wants to write meanwhile', async () => {
  const database = await makeSqlite();
  const instance = new Libsql(database.url.replace('sqlite:', ''), {});
  const outcomes: string[] = [];
  writeElsewhere = () => {
    try {
      instance.exec('UPDATE counter SET next = next + 1');
      outcomes.push('written');
    } catch (error) {
      outcomes.push((error as { code: string }).code);
    }
  };
  const options = await connectionOptions(databaseUrl.parse(database.url));
  const migrations = [ReadsAndWrites1999000000000];
  const dataSource = await new DataSource({ ...options, migrations }).initialize();
  const [ran] = await runMigrations(dataSource);
  const columns = await dataSource.query<{ name: string }[]>("PRAGMA table_info('link')");
  await dataSource.destroy();
  instance.exec('UPDATE counter SET next = next + 1');
  instance.close();
  await database.drop();
  expect([ran?.name, outcomes]).toEqual([ReadsAndWrites1999000000000.name, ['SQLITE_BUSY']]);
  expect(columns.map(({ name }) => name)).toContain('added');
});
