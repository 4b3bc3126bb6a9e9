import type { DataSource } from 'typeorm';

export const LINK_COUNT = 1_000_000;
export const DAYS_PER_LINK = 10;
const FIRST_DAY = 20_000;

const DIGITS = `(SELECT 0 AS d${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => ` UNION ALL SELECT ${d}`).join('')})`;
const NUMBER = 'a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d';

/**
 * Writes a million links with ten million rows of clicks, in the schema before the migration `notes-and-creators`. Not
 * by the program, whose statements name later columns.
 */
export async function insertMillionLinks(dataSource: DataSource): Promise<void> {
  for (let part = 0; part < 10; part++) {
    const number = `${part * 100_000} + ${NUMBER}`;
    const numbers = `${DIGITS} a, ${DIGITS} b, ${DIGITS} c, ${DIGITS} e, ${DIGITS} f`;
    await dataSource.query(
      'INSERT INTO link (`id`, `key`, `isAlias`, `url`, `urlHash`, `tags`, `searchText`, `redirectStatus`, ' +
        '`cacheSeconds`, `forwardQuery`, `disabled`, `createdAtMs`, `updatedAtMs`, `version`, `apiKeyId`) ' +
        `SELECT ${number} + 1, ${number}, 0, 'https://www.example.com/articles/2026/a-page?utm_source=newsletter', ` +
        `${number}, '[]', 'example article', 302, 0, 0, 0, ${number}, 1, 1, 'scale' FROM ${numbers} ORDER BY 1`,
    );
    await dataSource.query(
      'INSERT INTO link_clicks (linkId, humans, bots, prefetches, redirects, archivedHumans, archivedBots, ' +
        `archivedPrefetches) SELECT ${number} + 1, ${DAYS_PER_LINK}, 0, 0, ${DAYS_PER_LINK}, 0, 0, 0 ` +
        `FROM ${numbers} ORDER BY 1`,
    );
    await dataSource.query(
      'INSERT INTO click_day (linkId, day, clicks, bots, prefetches, visitors, quarterHours, breakdown, sketch) ' +
        `SELECT ${number} + 1, ${FIRST_DAY} + g.d, 1, 0, 0, 1, '[40,1,0,0]', '{"country":{"DE":1}}', '' ` +
        `FROM ${numbers}, ${DIGITS} g ORDER BY 1, 2`,
    );
  }
}
