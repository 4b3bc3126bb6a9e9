import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { derivedColumns } from '../../src/link/link-columns.js';
import { databaseUrl } from '../../src/platform/config/database-url.js';
import { connectionOptions } from '../../src/platform/database/connection-options.js';
import { SearchText1795910000000 } from '../../src/platform/database/migrations/1795910000000-search-text.js';
import { MIGRATIONS } from '../../src/platform/database/migrations.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

/** More than the migration reads at a time. */
const LINK_COUNT = 4_500;
const INSERT =
  'INSERT INTO link (`id`, `key`, `isAlias`, `url`, `urlHash`, `title`, `tags`, `searchText`, `redirectStatus`, ' +
  '`cacheSeconds`, `forwardQuery`, `disabled`, `createdAtMs`, `updatedAtMs`, `version`, `apiKeyId`) VALUES ';
const TEXTS = [
  { url: 'https://example.com/Plain', title: null },
  { url: 'https://xn--mnchen-3ya.de/', title: 'A "quote"; ?' },
  { url: 'https://example.com/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0', title: 'Moscow' },
  { url: 'https://example.com/', title: 'I ❤️ NY' },
  { url: `https://example.com/?q=${'%F0%9F%98%80'.repeat(680)}`, title: '字'.repeat(512) },
  { url: '', title: null },
];

interface Row {
  readonly id: number;
  readonly key: string;
  readonly url: string;
  readonly title: string | null;
  readonly searchText: string;
}

const index = MIGRATIONS.indexOf(SearchText1795910000000);
const links = Array.from({ length: LINK_COUNT }, (_, id) => {
  const { url, title } = TEXTS[id % TEXTS.length] ?? { url: '', title: null };
  // Most have short texts.
  return { id, key: `Key-${id}`, url: id > 300 ? url.slice(0, 60) : url, title };
});
const oldText = ({ key, url, title }: Omit<Row, 'searchText'>) =>
  [key, url, title ?? ''].join('\n').normalize('NFC').toLowerCase();

describeOnEachDatabase(SearchText1795910000000.name, (make) => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await make('empty');
    const before = await connect(index);
    await before.runMigrations();
    for (let start = 0; start < LINK_COUNT; start += 500) {
      const part = links.slice(start, start + 500);
      await before.query(
        INSERT +
          part.map(() => `(?, ?, 1, ?, 'hash', ?, '[]', ?, 302, 0, 0, 0, 1, 1, 1, 'me')`).join(),
        part.flatMap((link) => [link.id, link.key, link.url, link.title, oldText(link)]),
      );
    }
    await before.destroy();
    dataSource = await connect(index + 1);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function connect(migrationCount: number): Promise<DataSource> {
    const options = await connectionOptions(databaseUrl.parse(database.url));
    return new DataSource({
      ...options,
      migrations: MIGRATIONS.slice(0, migrationCount),
    }).initialize();
  }

  const readRows = () =>
    dataSource.query<Row[]>(
      'SELECT `id`, `key`, `url`, `title`, `searchText` FROM link ORDER BY id',
    );

  async function expectNewTexts(): Promise<void> {
    const rows = await readRows();
    expect(rows).toHaveLength(LINK_COUNT);
    const wrong = rows.filter(
      (row) => row.searchText !== derivedColumns({ ...row, note: null }).searchText,
    );
    expect(wrong).toEqual([]);
  }

  it('gives links the text that the program gives them, and takes it back', async () => {
    await dataSource.runMigrations();
    await expectNewTexts();
    await dataSource.undoLastMigration();
    const wrong = (await readRows()).filter((row) => row.searchText !== oldText(row));
    expect(wrong).toEqual([]);
  });

  it('completes after it broke off', async () => {
    const runner = dataSource.createQueryRunner();
    const { query } = runner;
    let changeCount = 0;
    const spy = jest.spyOn(runner, 'query').mockImplementation(async (statement, ...rest) => {
      if (statement.startsWith('UPDATE') && ++changeCount > 3) throw new Error('broke off');
      return query.call(runner, statement, ...rest);
    });
    await runner.startTransaction();
    await expect(new SearchText1795910000000().up(runner)).rejects.toThrow('broke off');
    spy.mockRestore();
    await runner.commitTransaction();
    await runner.release();
    await dataSource.runMigrations();
    await expectNewTexts();
  });

  it('leaves out a link that is changed meanwhile', async () => {
    const runner = dataSource.createQueryRunner();
    const { query } = runner;
    const spy = jest.spyOn(runner, 'query').mockImplementation(async (statement, ...rest) => {
      const result: unknown = await query.call(runner, statement, ...rest);
      if (statement.startsWith('SELECT') && statement.includes('`title`')) {
        await query.call(runner, "UPDATE link SET version = 2, searchText = 'new' WHERE id = 2");
      }
      return result;
    });
    await runner.startTransaction();
    await new SearchText1795910000000().up(runner);
    await runner.commitTransaction();
    spy.mockRestore();
    await runner.release();
    expect((await readRows()).find(({ id }) => id === 2)?.searchText).toBe('new');
  });
});
