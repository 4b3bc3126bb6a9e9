import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf } from '../dialects.js';

/** Short enough for changes of links to wait for one, where instances of the version before still run. */
const LINKS_AT_A_TIME = 2_000;

const STATE_COLUMNS = ['deletedAtMs', 'disabled', 'validFromMs', 'expiresAtMs', 'maxClicks'];

/**
 * Indexes in the order of lists. On MySQL and MariaDB links can be made and changed meanwhile. Nothing there
 * undoes the first half of a migration that crashed, so each step looks whether it was done before.
 */
export class Lists1795720000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    if (!(await queryRunner.hasColumn('link_tag', 'createdAtMs'))) {
      await queryRunner.query(
        'ALTER TABLE `link_tag` ADD COLUMN `createdAtMs` bigint NOT NULL DEFAULT 0',
      );
    }
    await fillTags(queryRunner);
    await replaceIndex(queryRunner, 'link_tag', 'link_tag_by_link', {
      name: 'link_tag_by_creation',
      columns: ['tag', 'createdAtMs', 'linkId'],
    });
    await replaceIndex(queryRunner, 'link', 'link_by_creation', {
      name: 'link_by_creation',
      columns: ['createdAtMs', 'id', ...STATE_COLUMNS],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replaceIndex(queryRunner, 'link', 'link_by_creation', {
      name: 'link_by_creation',
      columns: ['createdAtMs', 'id'],
    });
    await replaceIndex(queryRunner, 'link_tag', 'link_tag_by_creation', {
      name: 'link_tag_by_link',
      columns: ['linkId'],
    });
    await queryRunner.query('ALTER TABLE `link_tag` DROP COLUMN `createdAtMs`');
  }
}

/**
 * Little by little: MySQL and MariaDB ended the transaction with the statement before, so each of these
 * stands alone and frees its locks.
 */
async function fillTags(queryRunner: QueryRunner): Promise<void> {
  let after = Number.MIN_SAFE_INTEGER;
  for (let isLast = false; !isLast;) {
    const [row] = (await queryRunner.query(
      'SELECT `linkId` FROM `link_tag` WHERE `linkId` > ? ORDER BY `linkId` ' +
        `LIMIT 1 OFFSET ${LINKS_AT_A_TIME - 1}`,
      [after],
    )) as [{ linkId: number }?];
    isLast = row === undefined;
    const end = row?.linkId ?? Number.MAX_SAFE_INTEGER;
    await fillBetween(queryRunner, after, end);
    after = end;
  }
}

async function fillBetween(queryRunner: QueryRunner, after: number, end: number): Promise<void> {
  try {
    await queryRunner.query(
      'UPDATE `link_tag` SET `createdAtMs` = COALESCE((SELECT `link`.`createdAtMs` FROM `link` ' +
        'WHERE `link`.`id` = `link_tag`.`linkId`), 0) WHERE `linkId` > ? AND `linkId` <= ?',
      [after, end],
    );
  } catch (error) {
    // Somebody changed one of the links just now.
    if (!dialectOf(queryRunner.dataSource).isRetryable(error)) throw error;
    await fillBetween(queryRunner, after, end);
  }
}

interface IndexDescription {
  readonly name: string;
  readonly columns: readonly string[];
}

/** In one statement where there is one that does it, so that there is always an index. */
async function replaceIndex(
  queryRunner: QueryRunner,
  table: string,
  before: string,
  { name, columns }: IndexDescription,
): Promise<void> {
  const indices = (await queryRunner.getTable(table))?.indices ?? [];
  const has = (index: string): boolean => indices.some((existing) => existing.name === index);
  const list = columns.map((column) => `\`${column}\``).join(', ');
  if (queryRunner.dataSource.options.type === 'better-sqlite3') {
    await queryRunner.query(`DROP INDEX IF EXISTS \`${before}\``);
    await queryRunner.query(`CREATE INDEX IF NOT EXISTS \`${name}\` ON \`${table}\` (${list})`);
    return;
  }
  if (!has(before)) return;
  await queryRunner.query(
    `ALTER TABLE \`${table}\` DROP INDEX \`${before}\`, ADD INDEX \`${name}\` (${list}), ` +
      'ALGORITHM=INPLACE, LOCK=NONE',
  );
}
