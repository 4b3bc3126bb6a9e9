import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { ProcessedJournal } from '../../src/click/rollup/processed-journal.entity.js';
import { RollUpStore } from '../../src/click/rollup/roll-up.store.js';
import { StatsVerifier } from '../../src/click/stats-verifier.js';
import { chunk } from '../../src/platform/database/chunk.js';
import type { Database } from '../../src/platform/database/database.js';
import { ALL_LINKS, LinkClicks } from '../../src/click/link-clicks.entity.js';
import { LinkClicksStore } from '../../src/click/link-clicks.store.js';
import { Link } from '../../src/link/link.entity.js';
import { DAY, findInconsistencies, aggregateClicks } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { environmentFor } from '../support/environment.js';

const CLICKS = aggregateClicks(
  { count: 3, visit: { visitor: 1, country: 'AT' } },
  { visit: { class: 'bot' } },
  { count: 2, visit: { class: 'prefetch' } },
  { day: DAY + 1, visit: { visitor: 2 } },
  { linkId: 2, visit: { visitor: 2, country: 'AT' } },
);

const LINK_DAY = `WHERE linkId = 1 AND day = ${DAY}`;
const ALL_LINKS_DAY = `WHERE linkId = ${ALL_LINKS} AND day = ${DAY}`;

/** The changed value, the statement that changes it, and the expected inconsistency. */
const CHANGES: readonly [string, string, object][] = [
  [
    'the clicks of a day',
    `UPDATE click_day SET clicks = 5 ${LINK_DAY}`,
    { linkId: 1, day: DAY, detail: 'clicks is 5, the sum of quarterHours is 4' },
  ],
  [
    'the bots of a day',
    `UPDATE click_day SET bots = 2 ${LINK_DAY}`,
    { linkId: 1, day: DAY, detail: 'bots is 2, the sum of quarterHours is 1' },
  ],
  [
    'the prefetches of a day',
    `UPDATE click_day SET prefetches = 0 ${LINK_DAY}`,
    { linkId: 1, day: DAY, detail: 'prefetches is 0, the sum of quarterHours is 2' },
  ],
  [
    'the visitors of a day',
    `UPDATE click_day SET visitors = 2 ${LINK_DAY}`,
    { linkId: 1, day: DAY, detail: 'visitors is 2, sketch has 1' },
  ],
  [
    'the quarter hours of a day',
    `UPDATE click_day SET quarterHours = '[0,3,0,2]' ${LINK_DAY}`,
    { linkId: 1, day: DAY, detail: 'clicks is 4, the sum of quarterHours is 3' },
  ],
  [
    'the breakdown of a day',
    `UPDATE click_day SET breakdown = REPLACE(breakdown, '"AT":3', '"AT":4') ${LINK_DAY}`,
    { linkId: 1, day: DAY, detail: 'country has 4 clicks, quarterHours has 3 by humans' },
  ],
  [
    'the total of a link',
    'UPDATE link_clicks SET humans = 3 WHERE linkId = 1',
    { linkId: 1, detail: 'humans is 3, the sum of days is 4' },
  ],
  [
    'the archived part of a total',
    'UPDATE link_clicks SET archivedBots = 1 WHERE linkId = 1',
    { linkId: 1, detail: 'bots is 0, the sum of days is 1' },
  ],
  [
    'a missing total',
    'DELETE FROM link_clicks WHERE linkId = 2',
    { linkId: 2, detail: 'humans is 0, the sum of days is 1' },
  ],
  [
    'a missing day',
    `DELETE FROM click_day ${LINK_DAY}`,
    { linkId: 1, detail: 'humans is 4, the sum of days is 1' },
  ],
  [
    'the missing only day of a link',
    'DELETE FROM click_day WHERE linkId = 2',
    { linkId: 2, detail: 'humans is 1, the sum of days is 0' },
  ],
  [
    'the total of all links',
    `UPDATE link_clicks SET humans = 6 WHERE linkId = ${ALL_LINKS}`,
    { linkId: ALL_LINKS, detail: 'humans is 6, the sum of links is 5' },
  ],
  [
    'the missing total of all links',
    `DELETE FROM link_clicks WHERE linkId = ${ALL_LINKS}`,
    { linkId: ALL_LINKS, detail: 'humans is 0, the sum of links is 5' },
  ],
  [
    'a day of all links',
    `UPDATE click_day SET clicks = 6 ${ALL_LINKS_DAY}`,
    { linkId: ALL_LINKS, day: DAY, detail: 'humans is 5, the sum of links is 4' },
  ],
  [
    'a missing day of all links',
    `DELETE FROM click_day ${ALL_LINKS_DAY}`,
    { linkId: ALL_LINKS, detail: 'humans is 5, the sum of days is 1' },
  ],
  [
    'too few redirects',
    'UPDATE link_clicks SET redirects = 6 WHERE linkId = 1',
    { linkId: 1, detail: 'redirects is 6, the sum of classes is 7' },
  ],
];

describeOnEachDatabase(StatsVerifier.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let first: Database;
  let rollUp: RollUpStore;

  beforeAll(async () => {
    database = await make();
    connections = await connect(database, 1);
    first = connections.databases[0] as Database;
    rollUp = new RollUpStore(first, new LinkClicksStore(first));
  });
  beforeEach(async () => {
    for (const table of [ClickDay, ProcessedJournal, Link, LinkClicks]) {
      await first.write((manager) => manager.clear(table));
    }
    await rollUp.write('a.1', CLICKS, 1);
  });
  afterAll(async () => {
    await connections.close();
    await database.drop();
  });

  it('finds nothing in consistent or empty tables', async () => {
    expect(await first.read(findInconsistencies)).toEqual([]);
    for (const table of [ClickDay, LinkClicks]) {
      await first.write((manager) => manager.clear(table));
    }
    expect(await first.read(findInconsistencies)).toEqual([]);
  });

  it('accepts redirects that are reserved, but not counted yet', async () => {
    await new LinkClicksStore(first).reserveRedirects(1, 5, 100);
    expect(await first.read(findInconsistencies)).toEqual([]);
  });

  it.each(CHANGES)('finds %s', async (_title, statement, inconsistency) => {
    await first.write((manager) => manager.query(statement));
    expect(await first.read(findInconsistencies)).toContainEqual(inconsistency);
  });

  it('reads several pages of rows, also for one link', async () => {
    const rows = await first.read((manager) => manager.findBy(ClickDay, { linkId: 2 }));
    const more = Array.from({ length: 2_500 }, (_, day) => ({ ...rows[0], linkId: 3, day }));
    const others = Array.from({ length: 1_500 }, (_, id) => ({
      ...rows[0],
      linkId: id + 4,
      day: 0,
    }));
    for (const batch of chunk([...more, ...others])) {
      const insert = batch.map((row) => ({ ...row, sketch: Buffer.from(row.sketch ?? []) }));
      await first.write((manager) => manager.insert(ClickDay, insert));
    }
    const found = await first.read(async (manager) => {
      const verifier = new StatsVerifier(manager);
      const found = [];
      for await (const each of verifier.run()) found.push(each);
      expect(verifier.dayCount).toBe(2_500 + 1_500 + 5);
      return found;
    });
    const missingTotals = found.filter(({ detail }) => detail.startsWith('humans is 0'));
    expect(missingTotals).toHaveLength(1 + 1_500);
    expect(found).toEqual(missingTotals);
    expect(found).toContainEqual({ linkId: 3, detail: 'humans is 0, the sum of days is 2500' });
  });

  describe('as a program', () => {
    const run = (): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, ['dist/src/commands/verify-stats.js'], {
        env: environmentFor(database),
      });

    it('reports no inconsistency, and exits with 0', async () => {
      expect((await run()).stdout).toBe('checked 5 days and 3 totals: 0 inconsistent\n');
    });

    it('prints inconsistencies, and exits with 1', async () => {
      const change = 'UPDATE link_clicks SET humans = humans + 1, redirects = redirects + 1';
      await first.write((manager) => manager.query(`${change} WHERE linkId = 1`));
      await first.write((manager) =>
        manager.query(`UPDATE click_day SET visitors = 7 WHERE linkId = 2 AND day = ${DAY}`),
      );
      await expect(run()).rejects.toMatchObject({
        code: 1,
        stdout:
          'inconsistent: link (unknown) (id 1): humans is 5, the sum of days is 4\n' +
          'inconsistent: link (unknown) (id 2) on 2024-10-04: visitors is 7, sketch has 1\n' +
          'inconsistent: all links: humans is 5, the sum of links is 6\n' +
          'checked 5 days and 3 totals: 3 inconsistent\n',
      });
    });
  });
});
