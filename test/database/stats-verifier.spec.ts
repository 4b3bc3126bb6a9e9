import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { ProcessedJournal } from '../../src/click/rollup/processed-journal.entity.js';
import { RollUpStore } from '../../src/click/rollup/roll-up.store.js';
import { StatsVerifier } from '../../src/click/verification/stats-verifier.js';
import { chunk } from '../../src/platform/database/chunk.js';
import type { Database } from '../../src/platform/database/database.js';
import { ALL_LINKS, LinkClicks } from '../../src/click/link-clicks.entity.js';
import { LinkClicksStore } from '../../src/click/link-clicks.store.js';
import { Link } from '../../src/link/link.entity.js';
import { DAY, disagreementsIn, tallyOf } from '../support/clicks.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { environmentFor } from '../support/environment.js';

const CLICKS = tallyOf(
  { count: 3, visit: { visitor: 1, country: 'AT' } },
  { visit: { class: 'bot' } },
  { count: 2, visit: { class: 'prefetch' } },
  { day: DAY + 1, visit: { visitor: 2 } },
  { linkId: 2, visit: { visitor: 2, country: 'AT' } },
);

const OF_LINK = `WHERE linkId = 1 AND day = ${DAY}`;
const OF_ALL = `WHERE linkId = ${ALL_LINKS} AND day = ${DAY}`;

/** What is changed, the statement that does it, and what is found. */
const CHANGES: readonly [string, string, object][] = [
  [
    'the clicks of a day',
    `UPDATE click_day SET clicks = 5 ${OF_LINK}`,
    { linkId: 1, day: DAY, detail: 'clicks is 5, its quarters say 4' },
  ],
  [
    'the bots of a day',
    `UPDATE click_day SET bots = 2 ${OF_LINK}`,
    { linkId: 1, day: DAY, detail: 'bots is 2, its quarters say 1' },
  ],
  [
    'the prefetches of a day',
    `UPDATE click_day SET prefetches = 0 ${OF_LINK}`,
    { linkId: 1, day: DAY, detail: 'prefetches is 0, its quarters say 2' },
  ],
  [
    'the visitors of a day',
    `UPDATE click_day SET visitors = 2 ${OF_LINK}`,
    { linkId: 1, day: DAY, detail: 'visitors is 2, its sketch has 1' },
  ],
  [
    'the quarters of a day',
    `UPDATE click_day SET quarterHours = '[0,3,0,2]' ${OF_LINK}`,
    { linkId: 1, day: DAY, detail: 'clicks is 4, its quarters say 3' },
  ],
  [
    'what is known of the visitors of a day',
    `UPDATE click_day SET breakdown = REPLACE(breakdown, '"AT":3', '"AT":4') ${OF_LINK}`,
    { linkId: 1, day: DAY, detail: 'country adds up to 4, its quarters to 3' },
  ],
  [
    'the total of a link',
    'UPDATE link_clicks SET humans = 3 WHERE linkId = 1',
    { linkId: 1, detail: 'humans is 3, its days say 4' },
  ],
  [
    'how much of a total is archived',
    'UPDATE link_clicks SET archivedBots = 1 WHERE linkId = 1',
    { linkId: 1, detail: 'bots is 0, its days say 1' },
  ],
  [
    'a total that is missing',
    'DELETE FROM link_clicks WHERE linkId = 2',
    { linkId: 2, detail: 'humans is 0, its days say 1' },
  ],
  [
    'a day that is missing',
    `DELETE FROM click_day ${OF_LINK}`,
    { linkId: 1, detail: 'humans is 4, its days say 1' },
  ],
  [
    'the only day of a link, missing',
    'DELETE FROM click_day WHERE linkId = 2',
    { linkId: 2, detail: 'humans is 1, its days say 0' },
  ],
  [
    'the total of all links',
    `UPDATE link_clicks SET humans = 6 WHERE linkId = ${ALL_LINKS}`,
    { linkId: ALL_LINKS, detail: 'humans is 6, its links say 5' },
  ],
  [
    'the total of all links, missing',
    `DELETE FROM link_clicks WHERE linkId = ${ALL_LINKS}`,
    { linkId: ALL_LINKS, detail: 'humans is 0, its links say 5' },
  ],
  [
    'a day of all links',
    `UPDATE click_day SET clicks = 6 ${OF_ALL}`,
    { linkId: ALL_LINKS, day: DAY, detail: 'humans is 5, its links say 4' },
  ],
  [
    'a day of all links, missing',
    `DELETE FROM click_day ${OF_ALL}`,
    { linkId: ALL_LINKS, detail: 'humans is 5, its days say 1' },
  ],
  [
    'redirects, too low',
    'UPDATE link_clicks SET redirects = 6 WHERE linkId = 1',
    { linkId: 1, detail: 'redirects is 6, its classes add up to 7' },
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

  it('finds nothing where all agree, or where there is nothing', async () => {
    expect(await first.read(disagreementsIn)).toEqual([]);
    for (const table of [ClickDay, LinkClicks]) {
      await first.write((manager) => manager.clear(table));
    }
    expect(await first.read(disagreementsIn)).toEqual([]);
  });

  it('takes more to be served than was counted: it is about to be', async () => {
    await new LinkClicksStore(first).reserveRedirects(1, 5, 100);
    expect(await first.read(disagreementsIn)).toEqual([]);
  });

  it.each(CHANGES)('finds %s', async (_, statement, disagreement) => {
    await first.write((manager) => manager.query(statement));
    expect(await first.read(disagreementsIn)).toContainEqual(disagreement);
  });

  it('reads all of more rows than it takes at a time, also of one link', async () => {
    const rows = await first.read((manager) => manager.findBy(ClickDay, { linkId: 2 }));
    const more = Array.from({ length: 2_500 }, (_, day) => ({ ...rows[0], linkId: 3, day }));
    const others = Array.from({ length: 1_500 }, (_, id) => ({
      ...rows[0],
      linkId: id + 4,
      day: 0,
    }));
    for (const some of chunk([...more, ...others])) {
      const insert = some.map((row) => ({ ...row, sketch: Buffer.from(row.sketch ?? []) }));
      await first.write((manager) => manager.insert(ClickDay, insert));
    }
    const found = await first.read(async (manager) => {
      const verification = new StatsVerifier(manager);
      const found = [];
      for await (const each of verification.run()) found.push(each);
      expect(verification.dayCount).toBe(2_500 + 1_500 + 5);
      return found;
    });
    const ofTotals = found.filter(({ detail }) => detail.startsWith('humans is 0'));
    expect(ofTotals).toHaveLength(1 + 1_500);
    expect(found).toEqual(ofTotals);
    expect(found).toContainEqual({ linkId: 3, detail: 'humans is 0, its days say 2500' });
  });

  describe('as a program', () => {
    const run = (): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, ['dist/src/commands/verify-stats.js'], {
        env: environmentFor(database),
      });

    it('says that they agree, and ends with 0', async () => {
      expect((await run()).stdout).toBe('5 days and 3 totals: they agree\n');
    });

    it('prints what disagrees, and ends with 1', async () => {
      const change = 'UPDATE link_clicks SET humans = humans + 1, served = served + 1';
      await first.write((manager) => manager.query(`${change} WHERE linkId = 1`));
      await first.write((manager) =>
        manager.query(`UPDATE click_day SET visitors = 7 WHERE linkId = 2 AND day = ${DAY}`),
      );
      await expect(run()).rejects.toMatchObject({
        code: 1,
        stdout:
          'link (none) (id 1): humans is 5, its days say 4\n' +
          'link (none) (id 2) on 2024-10-04: visitors is 7, its sketch has 1\n' +
          'all links: humans is 5, its links say 6\n' +
          '5 days and 3 totals: 3 disagreements\n',
      });
    });
  });
});
