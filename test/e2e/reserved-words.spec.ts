import { describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { runningInstance, sharedInstance } from '../support/instance-fixture.js';
import { runProgram } from '../support/program.js';

const BODY = { url: 'https://example.com/' };

describe('a reserved word', () => {
  const running = sharedInstance(makeSqlite);

  it.each(['admin', 'Admin', 'ADMIN', 'api', 'favicon.ico'])(
    'cannot be an alias: %s',
    async (alias) => {
      expect((await running.api.post({ ...BODY, alias })).status).toBe(400);
    },
  );

  it.each(['admin-1', 'administrator'])('may begin an alias: %s', async (alias) => {
    expect((await running.api.post({ ...BODY, alias })).status).toBe(201);
  });
});

describeOnEachDatabase('a link whose key has become a reserved word', (make) => {
  const running = runningInstance(make);

  it('goes on in the API, and a start warns of it', async () => {
    const { key } = await running.api.create({ ...BODY, alias: 'to-be-renamed' });
    const dataSource = await openDataSource(running.database, []);
    await dataSource.query("UPDATE link SET `key` = 'admin' WHERE `key` = ?", [key]);
    await dataSource.destroy();
    const { code, stdout } = await runProgram(running.database, 'migrate');
    expect(code).toBe(0);
    const warnings = stdout.split('\n').filter((line) => line.includes('is a reserved word now'));
    expect(warnings.map((line) => JSON.parse(line))).toMatchObject([{ key: 'admin', level: 40 }]);
    const changed = await running.api.call('patch', '/api/v1/links/admin', (test) =>
      test.send({ title: 'Old' }),
    );
    expect([changed.status, changed.body.title]).toEqual([200, 'Old']);
    await running.api.call('delete', '/api/v1/links/admin');
    expect((await runProgram(running.database, 'migrate')).stdout).toBe('');
  });
});
