import { expect, it } from '@jest/globals';
import { openDataSource } from '../support/data-source.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { Api } from '../support/api.js';
import { TEST_API_KEY } from '../support/environment.js';
import { startInstance } from '../support/instance.js';
import { runProgram } from '../support/program.js';
import { readStoredData, type StoredData } from '../support/data-at-rest.js';

const API_KEYS = '/api/v1/admin/api-keys';
const LINKS = '/api/v1/links';
const WRONG = 'shortcore_wrong-key-that-nobody-made';
const LAST_USES = 'SELECT `name` FROM `api_key` WHERE `lastUsedAtMs` IS NOT NULL ORDER BY `name`';

function traces(secrets: readonly string[], kept: readonly StoredData[]): string[] {
  return secrets.flatMap((secret) =>
    kept.filter(([, content]) => content.includes(secret)).map(([where]) => where),
  );
}

describeOnEachDatabase('an API key', (make) => {
  it('appears in no log or table, valid or not, and its last use is recorded at shutdown', async () => {
    const database = await make();
    const instance = await startInstance(database, { LOG_LEVEL: 'trace' });
    const api = await Api.of(instance);
    const dataSource = await openDataSource(database, []);
    try {
      // No use is pending yet: one that is written while there is no table would be lost.
      await dataSource.query('ALTER TABLE api_key RENAME TO api_key_gone');
      const failing = await api.anonymously('get', LINKS, (test) =>
        test.set('X-Api-Key', `${WRONG}2`),
      );
      await dataSource.query('ALTER TABLE api_key_gone RENAME TO api_key');
      expect(failing.status).toBe(500);
      const made = await api.post({ name: 'api', scopes: ['links:read'] }, API_KEYS);
      const secret = made.body.key as string;
      const creation = ['create', '--name', 'command', '--scopes', 'links:read'];
      const said = await runProgram(database, 'api-keys', creation);
      const secrets = [secret, said.stdout.trim(), WRONG, TEST_API_KEY];
      const useAll = async (path: string): Promise<void> => {
        for (const key of secrets) {
          await api.anonymously('get', path, (test) => test.set('X-Api-Key', key));
          await api.anonymously('get', path, (test) => test.set('Authorization', `Bearer ${key}`));
          await api.anonymously('get', path, (test) => test.set('Authorization', `Basic ${key}`));
        }
      };
      for (const path of [LINKS, API_KEYS, `${LINKS}/none`, '/none', '/api/none'])
        await useAll(path);
      expect(await instance.stop()).toBe(0);
      const log: StoredData = ['the log', Buffer.from(instance.output() + said.stderr)];
      expect(instance.output()).toContain('request completed');
      expect(traces(secrets, [log, ...(await readStoredData(database))])).toEqual([]);
      expect(traces(['links:read'], await readStoredData(database))).not.toEqual([]);
      const used = await dataSource.query<{ name: string }[]>(LAST_USES);
      expect(used.map(({ name }) => name)).toEqual(['api', 'command', 'first']);
    } finally {
      await instance.stop('SIGKILL');
      await dataSource.destroy();
      await database.drop();
    }
  });
});
