import type { MigrationInterface, QueryRunner } from 'typeorm';
import { decodeUrlText, toSearchText } from '../../search-text.js';
import { chunk } from '../chunk.js';
import { commitAfter } from '../commit-after.js';

const LINKS_READ_AT_A_TIME = 2_000;
/** Each makes the statement longer, which the database searches for the text of each row. */
const LINKS_CHANGED_AT_A_TIME = 100;

interface LinkTexts {
  readonly id: number;
  readonly version: number;
  readonly key: string;
  readonly url: string;
  readonly title: string | null;
}

type ToSearchText = (link: LinkTexts) => string;

/**
 * Adds the decoded URL to the searched text of each link, and removes invisible characters. Changes the rows
 * where that makes a difference. A crash loses nothing, because a second run makes the same changes.
 */
export class SearchText1795910000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await replaceSearchTexts(queryRunner, toOldText, toNewText);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replaceSearchTexts(queryRunner, toNewText, toOldText);
  }
}

function toOldText({ key, url, title }: LinkTexts): string {
  return [key, url, title ?? ''].join('\n').normalize('NFC').toLowerCase();
}

function toNewText({ key, url, title }: LinkTexts): string {
  const texts = [key, url, title ?? ''];
  const decodedUrl = decodeUrlText(url);
  if (decodedUrl !== url) texts.push(decodedUrl);
  return toSearchText(texts.join('\n'));
}

async function replaceSearchTexts(
  queryRunner: QueryRunner,
  before: ToSearchText,
  after: ToSearchText,
): Promise<void> {
  let lastId = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const links = (await queryRunner.query(
      'SELECT `id`, `version`, `key`, `url`, `title` FROM `link` WHERE `id` > ? ORDER BY `id` ' +
        `LIMIT ${LINKS_READ_AT_A_TIME}`,
      [lastId],
    )) as LinkTexts[];
    const changed = links.filter((link) => before(link) !== after(link));
    for (const part of chunk(changed, LINKS_CHANGED_AT_A_TIME)) {
      await update(queryRunner, part, after);
    }
    const last = links.at(-1);
    if (last === undefined) return;
    lastId = last.id;
  }
}

/** Leaves out links that have changed since they were read: who changes one writes its text. */
async function update(
  queryRunner: QueryRunner,
  links: readonly LinkTexts[],
  toText: ToSearchText,
): Promise<void> {
  const cases = links.map(() => 'WHEN ? THEN ?').join(' ');
  const marks = links.map(() => '?').join(', ');
  const statement =
    `UPDATE \`link\` SET \`searchText\` = CASE \`id\` ${cases} END ` +
    `WHERE \`id\` IN (${marks}) AND \`version\` = CASE \`id\` ${cases} END`;
  const values = [
    ...links.flatMap((link) => [link.id, toText(link)]),
    ...links.map(({ id }) => id),
    ...links.flatMap(({ id, version }) => [id, version]),
  ];
  await commitAfter(queryRunner, () => queryRunner.query(statement, values));
}
