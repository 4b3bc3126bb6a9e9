import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Api } from '../support/api.js';
import { describeOnEachServer, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { eventually } from '../support/eventually.js';
import { migrate, startInstance, type Instance } from '../support/instance.js';
import { runProgram } from '../support/program.js';
import { SessionProxy } from '../support/session-proxy.js';

/** By what they break: the escapes of texts, or quotes, encodings, commits and isolation. */
const HOSTILE_DEFAULTS = [
  ['NO_BACKSLASH_ESCAPES', 'migrated', ["SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'"]],
  [
    'much else',
    'empty',
    [
      `SET SESSION sql_mode = 'ANSI_QUOTES', time_zone = '-05:00', autocommit = OFF, completion_type = CHAIN,
        sql_auto_is_null = ON, sql_safe_updates = ON, sql_select_limit = 1, unique_checks = OFF`,
      'SET NAMES latin1',
      'SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED, READ ONLY',
    ],
  ],
] as const;
const URL = 'https://example.com/';
const LINKS = '/api/v1/links';
/** Ends the literal if the backslash before the quote does not escape it. */
const INJECTION = "zzz' OR 1=1 -- ";

describeOnEachServer('an instance', (make) => {
  describe.each(HOSTILE_DEFAULTS)('of a server that defaults to %s', (_name, content, defaults) => {
    let database: TestDatabase;
    let proxy: SessionProxy;
    let instance: Instance;
    let api: Api;

    beforeAll(async () => {
      database = await make(content);
      proxy = await SessionProxy.to(database.url, { defaults });
      const proxied = { ...database, url: proxy.url };
      if (content === 'empty') await migrate(proxied);
      instance = await startInstance(proxied);
      api = await Api.of(instance);
    });
    afterAll(async () => {
      await instance.stop();
      proxy.close();
      await database.drop();
    });

    it('keeps the texts of callers in their literals', async () => {
      const tricky = [
        INJECTION,
        "\\' , (SELECT secret FROM counter), '",
        '\\',
        '"',
        '`',
        "''",
        '\\"',
        '\u{a5}\u{1f600}\x1a%_',
      ];
      for (const title of tricky) {
        const { key } = await api.create({
          url: URL,
          title,
          tags: ['\\', "'"],
          externalId: randomUUID(),
        });
        const { body } = await api.call('get', `${LINKS}/${key}`);
        expect(body).toMatchObject({ title, tags: ['\\', "'"] });
      }
      const links = tricky.map((title) => ({
        url: URL,
        title,
        tags: [title.replaceAll(/[^'\\]/g, 'x')],
      }));
      const { status, body } = await api.post({ links }, `${LINKS}/bulk`);
      expect([
        status,
        body.results.map(({ link }: { link: { title: string } }) => link.title),
      ]).toEqual([201, tricky]);
    });

    it('finds only what a search asks for', async () => {
      await api.create({ url: URL, title: 'another' });
      for (const search of [INJECTION.replace('zzz', 'yyy'), "\\' OR 1=1 -- ", 'no such text']) {
        const { status, body } = await api.call('get', LINKS, (test) => test.query({ search }));
        expect([status, body.items]).toEqual([200, []]);
      }
    });

    it('commits, and reads what others commit', async () => {
      const made = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          api.create({ url: `${URL}${index}`, tags: ['committed'] }),
        ),
      );
      const { body } = await api.call('get', LINKS, (test) => test.query({ tag: 'committed' }));
      expect(body.items).toHaveLength(made.length);
      const direct = await openDataSource(database, []);
      try {
        const [row] = await direct.query<[{ count: number }]>(
          "SELECT COUNT(*) AS count FROM link_tag WHERE tag = 'committed'",
        );
        expect(row.count).toBe(made.length);
      } finally {
        await direct.destroy();
      }
    });

    it('performs an idempotent request once', async () => {
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          api.call('post', LINKS, (test) =>
            test.set('Idempotency-Key', key).send({ url: URL, title: key }),
          ),
        ),
      );
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.key}`)).size).toBe(1);
      const { body } = await api.call('get', LINKS, (test) => test.query({ search: key }));
      expect(body.items).toHaveLength(1);
    });

    it('counts clicks that the verification finds consistent', async () => {
      const { key } = await api.create({ url: URL });
      const referrer = "https://back\\slash'.example/";
      for (let click = 0; click < 3; click++) {
        await api.anonymously('get', `/${key}`, (test) => test.set('Referer', referrer));
      }
      await eventually(async () => {
        const { body } = await api.call('get', `${LINKS}/${key}`);
        return body.clicks.total === 3;
      });
      const { code, stdout } = await runProgram({ ...database, url: proxy.url }, 'verify-stats');
      expect([code, stdout]).toEqual([0, expect.stringContaining(' 0 inconsistent')]);
    });
  });
});

describeOnEachServer('a server behind a proxy', (make) => {
  let database: TestDatabase;
  let proxy: SessionProxy;
  beforeAll(async () => {
    database = await make();
  });
  afterEach(() => proxy.close());
  afterAll(() => database.drop());

  describe.each(['main', 'commands/migrate', 'commands/api-keys', 'commands/verify-stats'])(
    'for %s',
    (program) => {
      const run = () =>
        runProgram(
          { ...database, url: proxy.url },
          `../${program}`,
          program.includes('keys') ? ['list'] : [],
        );

      it('is refused if the settings of the session are ignored', async () => {
        proxy = await SessionProxy.to(database.url, {
          defaults: ["SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'"],
          setStatements: 'ignored',
        });
        const { code, stderr } = await run();
        expect(code).not.toBe(0);
        expect(stderr).toMatch(
          /^(shortcore cannot start: )?DATABASE_URL: the database does not keep the session's sql_mode\n$/,
        );
      });

      it('is refused if they are refused', async () => {
        proxy = await SessionProxy.to(database.url, { setStatements: 'refused' });
        const { code, stderr } = await run();
        expect(code).not.toBe(0);
        expect(stderr).toMatch(
          /^(shortcore cannot start: )?DATABASE_URL: the database refuses the session's settings \(\w+\)\n$/,
        );
      });
    },
  );
});
