import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../alter-table.js';
import {
  BYTES,
  INTEGER,
  longTextOn,
  PRIMARY,
  SMALL_INTEGER,
  textOn,
  type Text,
  type TextOf,
} from '../column-types.js';

/** Clicks, in sums; what instances report of them; and a limit of clicks for links. */
export class Clicks1795600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const text = textOn(queryRunner);
    for (const table of [
      linkClicksTable(),
      clickDayTable(longTextOn(queryRunner)),
      clickJournalTable(text),
      visitorSaltTable(text),
      jobTable(text),
    ]) {
      await queryRunner.createTable(table, true);
    }
    await addColumn(queryRunner, 'link', 'maxClicks', 'bigint NULL');
    for (const name of REPORTED) {
      await addColumn(queryRunner, 'instance', name, 'bigint NOT NULL DEFAULT 0');
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of REPORTED) await dropColumn(queryRunner, 'instance', name);
    await dropColumn(queryRunner, 'link', 'maxClicks');
    for (const name of ['job', 'visitor_salt', 'click_journal', 'click_day', 'link_clicks']) {
      await queryRunner.dropTable(name, true);
    }
  }
}

const REPORTED = ['clicksRecorded', 'clicksPending', 'clicksLost'];

function linkClicksTable(): Table {
  return new Table({
    name: 'link_clicks',
    columns: [
      { name: 'linkId', ...INTEGER, ...PRIMARY },
      { name: 'humans', ...INTEGER },
      { name: 'bots', ...INTEGER },
      { name: 'prefetches', ...INTEGER },
      { name: 'served', ...INTEGER },
      { name: 'retiredHumans', ...INTEGER },
      { name: 'retiredBots', ...INTEGER },
      { name: 'retiredPrefetches', ...INTEGER },
    ],
  });
}

function clickDayTable(longText: Text): Table {
  return new Table({
    name: 'click_day',
    columns: [
      { name: 'linkId', ...INTEGER, ...PRIMARY },
      { name: 'day', ...SMALL_INTEGER, ...PRIMARY },
      { name: 'clicks', ...INTEGER },
      { name: 'bots', ...INTEGER },
      { name: 'prefetches', ...INTEGER },
      { name: 'visitors', ...INTEGER },
      { name: 'quarters', ...longText },
      { name: 'breakdown', ...longText },
      { name: 'sketch', ...BYTES },
    ],
    indices: [{ name: 'click_day_by_clicks', columnNames: ['day', 'clicks', 'linkId', 'bots'] }],
  });
}

function clickJournalTable(text: TextOf): Table {
  return new Table({
    name: 'click_journal',
    columns: [
      { name: 'id', ...text(40), ...PRIMARY },
      { name: 'writtenAtMs', ...INTEGER },
    ],
    indices: [{ name: 'click_journal_by_time', columnNames: ['writtenAtMs'] }],
  });
}

function visitorSaltTable(text: TextOf): Table {
  return new Table({
    name: 'visitor_salt',
    columns: [
      { name: 'day', ...SMALL_INTEGER, ...PRIMARY },
      { name: 'salt', ...text(64) },
    ],
  });
}

function jobTable(text: TextOf): Table {
  return new Table({
    name: 'job',
    columns: [
      { name: 'name', ...text(32), ...PRIMARY },
      { name: 'dueAtMs', ...INTEGER },
    ],
  });
}
