import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  BOOLEAN,
  INTEGER,
  longTextOn,
  OPTIONAL,
  PRIMARY,
  SMALL_INTEGER,
  textOn,
  type Text,
  type TextOf,
} from '../column-types.js';

/** Each table is made only if it is missing: MySQL cannot undo the first half of a migration that crashed. */
export class InitialSchema1795400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const text = textOn(queryRunner);
    const longText = longTextOn(queryRunner);

    for (const table of [
      counterTable(text),
      linkTable(text, longText),
      linkTagTable(text),
      linkExternalIdTable(text),
      apiKeyTable(text, longText),
    ]) {
      await queryRunner.createTable(table, true);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of ['api_key', 'link_external_id', 'link_tag', 'link', 'counter']) {
      await queryRunner.dropTable(name, true);
    }
  }
}

function counterTable(text: TextOf): Table {
  return new Table({
    name: 'counter',
    columns: [
      { name: 'name', ...text(32), ...PRIMARY },
      { name: 'next', ...INTEGER },
      { name: 'keyLength', ...SMALL_INTEGER },
      { name: 'secret', ...text(64) },
    ],
  });
}

function linkTable(text: TextOf, longText: Text): Table {
  return new Table({
    name: 'link',
    columns: [
      { name: 'id', ...INTEGER, ...PRIMARY },
      { name: 'key', ...text(64) },
      { name: 'isAlias', ...BOOLEAN },
      { name: 'url', ...longText },
      { name: 'urlHash', ...text(32) },
      { name: 'title', ...text(512), ...OPTIONAL },
      { name: 'tags', ...longText },
      { name: 'externalId', ...text(255), ...OPTIONAL },
      { name: 'searchText', ...longText },
      { name: 'redirectStatus', ...SMALL_INTEGER },
      { name: 'cacheSeconds', ...SMALL_INTEGER },
      { name: 'forwardQuery', ...BOOLEAN },
      { name: 'validFromMs', ...INTEGER, ...OPTIONAL },
      { name: 'expiresAtMs', ...INTEGER, ...OPTIONAL },
      { name: 'disabled', ...BOOLEAN },
      { name: 'deletedAtMs', ...INTEGER, ...OPTIONAL },
      { name: 'createdAtMs', ...INTEGER },
      { name: 'updatedAtMs', ...INTEGER },
      { name: 'version', ...SMALL_INTEGER },
      { name: 'apiKeyId', ...text(32) },
    ],
    indices: [
      { name: 'link_by_key', columnNames: ['key'], isUnique: true },
      { name: 'link_by_creation', columnNames: ['createdAtMs', 'id'] },
      { name: 'link_by_url', columnNames: ['urlHash', 'createdAtMs', 'id'] },
    ],
  });
}

function linkTagTable(text: TextOf): Table {
  return new Table({
    name: 'link_tag',
    columns: [
      { name: 'tag', ...text(64), ...PRIMARY },
      { name: 'linkId', ...INTEGER, ...PRIMARY },
    ],
    indices: [{ name: 'link_tag_by_link', columnNames: ['linkId'] }],
  });
}

function linkExternalIdTable(text: TextOf): Table {
  return new Table({
    name: 'link_external_id',
    columns: [
      { name: 'externalId', ...text(255), ...PRIMARY },
      { name: 'linkId', ...INTEGER },
    ],
    indices: [{ name: 'link_external_id_by_link', columnNames: ['linkId'], isUnique: true }],
  });
}

function apiKeyTable(text: TextOf, longText: Text): Table {
  return new Table({
    name: 'api_key',
    columns: [
      { name: 'id', ...text(32), ...PRIMARY },
      { name: 'name', ...text(100) },
      { name: 'lookup', ...text(16) },
      { name: 'hash', ...text(64) },
      { name: 'scopes', ...longText },
      { name: 'createdAtMs', ...INTEGER },
      { name: 'expiresAtMs', ...INTEGER, ...OPTIONAL },
    ],
    indices: [{ name: 'api_key_by_lookup', columnNames: ['lookup'] }],
  });
}
