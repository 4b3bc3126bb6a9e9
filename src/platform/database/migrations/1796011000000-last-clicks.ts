import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../alter-table.js';
import { commitAfter } from '../commit-after.js';

const TABLE = 'link_clicks';
const INDEX = 'link_clicks_by_last_quarter_hour';
const LINKS_AT_A_TIME = 500;
const QUARTERS_PER_DAY = 96;

interface LastDay {
  readonly linkId: number;
  readonly day: number;
  /** A JSON array of quarter, humans, bots, prefetches, repeated. */
  readonly quarterHours: string;
}

/**
 * When humans last clicked on links. It is found in the days that there still are, in batches. Each step looks whether
 * it was done before, since MySQL and MariaDB cannot undo the first half of a migration that crashed.
 */
export class LastClicks1796011000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumn(queryRunner, TABLE, 'lastQuarterHour', 'bigint NULL');
    const table = await queryRunner.getTable(TABLE);
    if (!table?.indices.some(({ name }) => name === INDEX)) {
      const index = new TableIndex({ name: INDEX, columnNames: ['lastQuarterHour', 'linkId'] });
      await queryRunner.createIndex(TABLE, index);
    }
    await fillLastQuarterHours(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex(TABLE, INDEX);
    await dropColumn(queryRunner, TABLE, 'lastQuarterHour');
  }
}

async function fillLastQuarterHours(queryRunner: QueryRunner): Promise<void> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const links = (await queryRunner.query(
      `SELECT linkId FROM link_clicks WHERE linkId > ? ORDER BY linkId LIMIT ${LINKS_AT_A_TIME}`,
      [after],
    )) as { linkId: number }[];
    const last = links.at(-1);
    if (last === undefined) return;
    await fillBetween(queryRunner, after, last.linkId);
    after = last.linkId;
  }
}

async function fillBetween(queryRunner: QueryRunner, after: number, end: number): Promise<void> {
  const days = (await queryRunner.query(
    'SELECT d.linkId, d.day, d.quarterHours FROM click_day d JOIN ' +
      '(SELECT linkId, MAX(day) AS day FROM click_day WHERE linkId > ? AND linkId <= ? AND clicks > bots ' +
      'GROUP BY linkId) newest ON newest.linkId = d.linkId AND newest.day = d.day',
    [after, end],
  )) as LastDay[];
  if (days.length === 0) return;
  const lasts = days.map((day) => [day.linkId, lastQuarterHourOf(day)] as const);
  const lastOfLink = `CASE linkId ${lasts.map(() => 'WHEN ? THEN ?').join(' ')} END`;
  const statement =
    `UPDATE link_clicks SET lastQuarterHour = ${lastOfLink} ` +
    `WHERE linkId IN (${lasts.map(() => '?').join(', ')}) ` +
    `AND (lastQuarterHour IS NULL OR lastQuarterHour < ${lastOfLink})`;
  const values = [...lasts.flat(), ...lasts.map(([linkId]) => linkId), ...lasts.flat()];
  await commitAfter(queryRunner, () => queryRunner.query(statement, values));
}

function lastQuarterHourOf({ day, quarterHours }: LastDay): number {
  const numbers = JSON.parse(quarterHours) as number[];
  const quarters = numbers.filter((_, index) => index % 4 === 0 && (numbers[index + 1] ?? 0) > 0);
  return day * QUARTERS_PER_DAY + Math.max(...quarters);
}
