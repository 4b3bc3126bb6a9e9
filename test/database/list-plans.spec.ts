import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, Logger, QueryRunner } from 'typeorm';
import { Database } from '../../src/platform/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { LinkBulkStore } from '../../src/link/link-bulk.store.js';
import { LinkStore } from '../../src/link/link.store.js';
import { LinkClicksStore } from '../../src/click/link-clicks.store.js';
import { LINK_STATES } from '../../src/link/link-state.js';
import type { LinkQuery, PagePosition } from '../../src/link/link-query.js';
import { TagStore } from '../../src/link/tag.store.js';
import { DEFAULT_SETTINGS } from '../../src/shorten/link-draft.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { insertListedLinks } from '../support/listed-links.js';

const LINK_COUNT = 30_000;
const ONE_OF_MANY = 15_000;
const SHARED_URL = 'https://example.com/shared';
/** Rows read for each scanned link: its index entry twice, once to find the end of the range, and two rows. */
const ROWS_PER_LINK = 4;
/** Rows read for the links of the page and their clicks. */
const ROWS_PER_PAGE = 1_000;

const FILTERS: readonly (readonly [name: string, filters: Partial<LinkQuery>])[] = [
  ['none', {}],
  ['a common tag', { tags: ['many'] }],
  ['a rare tag', { tags: ['few'] }],
  ['an unused tag', { tags: ['none'] }],
  ['common tags', { tags: ['many', 'others'] }],
  ['common tags and a rare tag', { tags: ['many', 'few', 'others'] }],
  ...LINK_STATES.map((state) => [`state ${state}`, { state }] as const),
  ...LINK_STATES.map((state) => [`a tag and state ${state}`, { tags: ['many'], state }] as const),
  ['a search with matches', { search: 'EXAMPLE' }],
  ['a search without matches', { search: 'nowhere' }],
  ['a search in a tag', { tags: ['many'], search: 'nowhere' }],
  ['a search in a state', { state: 'expired', search: 'nowhere' }],
  ['an external id', { externalId: `id-${ONE_OF_MANY}` }],
  ['an unused external id', { externalId: 'none' }],
  [
    'an external id and all other filters',
    {
      externalId: `id-${ONE_OF_MANY}`,
      tags: ['many'],
      search: 'x',
      state: 'active',
      url: SHARED_URL,
    },
  ],
  ['a destination of one link', { url: `https://example.com/${ONE_OF_MANY}` }],
  ['a destination of many links', { url: SHARED_URL }],
  ['a destination in a state', { url: SHARED_URL, state: 'exhausted' }],
  [
    'a destination and all other filters',
    { url: SHARED_URL, tags: ['many', 'few'], search: 'nowhere', state: 'active' },
  ],
  ['any of common and rare tags', { anyTags: ['many', 'few', 'none'] }],
  ['any of unused tags', { anyTags: ['none', 'absent'] }],
  ['any of tags and a tag', { tags: ['many'], anyTags: ['others', 'few'] }],
  ['no common tag', { withoutTags: ['many', 'few'] }],
  ['a tag and no other', { tags: ['many'], withoutTags: ['others'] }],
  ['a time of creation', { createdFromMs: 14_000, createdToMs: 16_000 }],
  ['a time of creation and a tag', { tags: ['many'], createdFromMs: 14_000, createdToMs: 16_000 }],
  ['a start and a state', { createdFromMs: 1_000, state: 'disabled' }],
  [
    'all filters for lists of many',
    {
      anyTags: ['others', 'few'],
      withoutTags: ['none'],
      createdToMs: 29_000,
      search: 'x',
      state: 'active',
    },
  ],
];

const CREATED: PagePosition = { section: 'created', value: ONE_OF_MANY, id: ONE_OF_MANY };
const PARTS: readonly Pick<LinkQuery, 'order' | 'after'>[] = [
  { order: 'createdAt' },
  { order: 'createdAt', after: CREATED },
  { order: '-createdAt' },
  { order: '-createdAt', after: CREATED },
  { order: '-lastClickedAt' },
  { order: '-lastClickedAt', after: { ...CREATED, section: 'clicked', value: 100 } },
  { order: '-lastClickedAt', after: { ...CREATED, section: 'unclicked' } },
];

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** Records the statements sent to the database. */
class Recorder implements Logger {
  readonly statements: Statement[] = [];
  logQuery(text: string, values: unknown[] = []): void {
    this.statements.push({ text, values });
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

describeOnEachDatabase('query plans of lists', (make) => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let store: LinkStore;
  let clicks: LinkClicksStore;

  beforeAll(async () => {
    testDatabase = await make();
    dataSource = await openDataSource(testDatabase, ENTITIES);
    const database = new Database(dataSource);
    store = new LinkStore(database);
    clicks = new LinkClicksStore(database);
    await insertListedLinks(
      dataSource,
      Array.from({ length: LINK_COUNT }, (_, id) => ({
        id,
        createdAtMs: id,
        tags: [
          ...(id % 2 === 0 ? ['many'] : []),
          ...(id % 3 === 0 ? ['others'] : []),
          ...(id % 3_000 === 0 ? ['few'] : []),
        ],
        externalId: `id-${id}`,
        disabled: id % 100 === 7,
        validFromMs: id % 5_000 === 8 ? 2 : null,
        expiresAtMs: id % 20 === 9 ? 0 : null,
        maxClicks: id % 50 === 10 ? 1 : null,
        redirects: id % 5_000 === 10 ? 1 : 0,
        lastQuarterHour: id % 3 === 1 ? null : (id * 7) % 200,
        ...(id % 4 === 1 && { url: SHARED_URL }),
      })),
    );
    const isSqlite = dataSource.options.type === 'better-sqlite3';
    await dataSource.query(
      isSqlite ? 'ANALYZE' : 'ANALYZE TABLE link, link_tag, link_external_id, link_clicks',
    );
  });
  afterAll(async () => {
    await dataSource.destroy();
    await testDatabase.drop();
  });

  async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
    const recorder = new Recorder();
    const { logger } = dataSource;
    dataSource.logger = recorder;
    try {
      await work();
    } finally {
      dataSource.logger = logger;
    }
    expect(recorder.statements.length).toBeGreaterThan(0);
    return recorder.statements;
  }

  /** The full scans, sorts and dependent subqueries in the plan of the statement. */
  async function findPlanProblems({ text, values }: Statement): Promise<string[]> {
    const isSqlite = dataSource.options.type === 'better-sqlite3';
    const explain = isSqlite ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN FORMAT=TRADITIONAL';
    const plan = await dataSource.query<Record<string, unknown>[]>(`${explain} ${text}`, values);
    const problems = plan.flatMap((row) =>
      isSqlite ? sqliteProblems(row, text) : mySqlProblems(row, text),
    );
    return problems.map((problem) => `${problem} in ${text}: ${JSON.stringify(plan)}`);
  }

  async function page(filters: Partial<LinkQuery>): Promise<void> {
    const query = { limit: 50, order: '-createdAt', tags: [], nowMs: 1, ...filters } as const;
    const { links } = await store.findPage(query);
    await clicks.getMany(links.map(({ id }) => id));
  }

  describe.each(FILTERS)('filtered by %s', (_name, filters) => {
    it.each(PARTS)('scan a bounded part of an index, by %j', async (part) => {
      const statements = await recordStatements(() => page({ ...filters, ...part }));
      for (const statement of statements) expect(await findPlanProblems(statement)).toEqual([]);
      if (dataSource.options.type === 'better-sqlite3') return;
      const rowsPerLink = ROWS_PER_LINK + countLookups({ ...filters, ...part });
      const maxRows = countScannedLinks(statements) * rowsPerLink + ROWS_PER_PAGE;
      expect(await countRowsRead(dataSource, statements)).toBeLessThan(maxRows);
    });
  });

  it('find a reusable link by its destination', async () => {
    const content = { ...DEFAULT_SETTINGS, url: SHARED_URL };
    for (const apiKeyId of ['tester', 'nobody']) {
      const statements = await recordStatements(() => store.findIdentical(content, apiKeyId));
      for (const statement of statements) {
        expect(await findPlanProblems(statement)).toEqual([]);
        const plan = await dataSource.query<object[]>(
          `${dataSource.options.type === 'better-sqlite3' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN FORMAT=TRADITIONAL'} ${statement.text}`,
          statement.values,
        );
        expect(JSON.stringify(plan)).toContain('link_by_url');
      }
    }
  });

  it('find tags, their links and counts in an index', async () => {
    const tags = new TagStore(
      new Database(dataSource),
      new LinkBulkStore(new Database(dataSource)),
    );
    const statements = await recordStatements(async () => {
      await tags.findNext('few', 'f');
      await tags.count('many');
      await tags.findLinks('many', undefined, 1_000);
      await tags.findLinks('many', { createdAtMs: ONE_OF_MANY, linkId: ONE_OF_MANY }, 1_000);
    });
    for (const { text, values } of statements) {
      const inner = text.replace(/^SELECT COUNT\(\*\) AS count FROM \((.*)\) AS counted$/, '$1');
      expect(await findPlanProblems({ text: inner, values })).toEqual([]);
    }
    if (dataSource.options.type === 'better-sqlite3') return;
    // The rows of the count are read twice, as the entries of the index and as those that are counted.
    expect(await countRowsRead(dataSource, statements)).toBeLessThan(2 * 10_001 + 2 * 1_000 + 50);
  });

  it('find the link of an external id by primary key', async () => {
    const statements = await recordStatements(() => store.findByExternalId(`id-${ONE_OF_MANY}`));
    for (const statement of statements) expect(await findPlanProblems(statement)).toEqual([]);
  });
});

/** Without conditions, LIMIT bounds the scan of an index. */
function isBoundedByLimit(text: string): boolean {
  return /WHERE TRUE AND TRUE(?: AND link\.deletedAtMs IS NULL)? ORDER BY \S+ (ASC|DESC), \S+ \1 LIMIT \d+/.test(
    text,
  );
}

function mySqlProblems(row: Record<string, unknown>, text: string): string[] {
  const extra = String(row['Extra']);
  return [
    ...(row['type'] === 'ALL' ? ['a full scan'] : []),
    ...(row['type'] === 'index' && !isBoundedByLimit(text) ? ['a full scan of an index'] : []),
    ...(/filesort|temporary/i.test(extra) ? [extra] : []),
    ...(/SUBQUERY|SIMPLE|PRIMARY/.test(String(row['select_type']))
      ? []
      : [String(row['select_type'])]),
  ];
}

function sqliteProblems({ detail }: Record<string, unknown>, text: string): string[] {
  const step = String(detail);
  const isBounded = step.startsWith('SCAN link USING') && isBoundedByLimit(text);
  return /^SCAN|TEMP B-TREE/.test(step) && !isBounded ? [step] : [];
}

/** Rows read for each scanned link beyond the usual: of tags, and of the last click. */
function countLookups({ anyTags = [], withoutTags = [], order }: Partial<LinkQuery>): number {
  return anyTags.length + withoutTags.length + (order === '-lastClickedAt' ? 1 : 0);
}

/** The sum of the OFFSETs of the statements that find the end of a range. */
function countScannedLinks(statements: readonly Statement[]): number {
  const counts = statements.map(({ text }) => Number(/OFFSET (\d+)$/.exec(text)?.[1] ?? 0));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The rows read by all statements, as counted by the server. */
async function countRowsRead(
  dataSource: DataSource,
  statements: readonly Statement[],
): Promise<number> {
  const connection: QueryRunner = dataSource.createQueryRunner();
  try {
    await connection.query('FLUSH STATUS');
    for (const { text, values } of statements) await connection.query(text, values);
    const counts: { Value: string }[] = await connection.query(
      "SHOW SESSION STATUS LIKE 'Handler_read%'",
    );
    return counts.reduce((sum, { Value }) => sum + Number(Value), 0);
  } finally {
    await connection.release();
  }
}
