import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase, makeSqlite, type TestDatabase } from '../support/databases.js';
import { Instances } from '../support/instances.js';
import { TEST_API_KEY } from '../support/environment.js';
import { runProgram, runScript, type Outcome } from '../support/program.js';

const INSTANCE_COUNT = 2;
const KEY = /^shortcore_[\w-]{43}\n$/;

function keysOf(database: TestDatabase, ...args: string[]): Promise<Outcome> {
  return runProgram(database, 'api-keys', args);
}

/** Lines of a list, each as its columns, the heading first. */
async function listOf(database: TestDatabase): Promise<string[][]> {
  const { code, stdout, stderr } = await keysOf(database, 'list');
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

function statusesWith(instances: Instances, key: string, path = '/api/v1/links') {
  const indices = Array.from({ length: instances.count }, (_, index) => index);
  return Promise.all(
    indices.map(async (index) => {
      const { status } = await instances
        .api(index)
        .anonymously('get', path, (test) => test.set('X-Api-Key', key));
      return status;
    }),
  );
}

describeOnEachDatabase('keys on the command line, beside instances that run', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), INSTANCE_COUNT);
  });
  afterAll(() => instances.stop());

  async function newKey(...args: string[]): Promise<{ id: string; key: string }> {
    const { code, stdout, stderr } = await keysOf(instances.database, 'create', ...args);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^created API key [0-9a-f]{32}; .*\n$/),
    ]);
    expect(stdout).toMatch(KEY);
    return { id: stderr.split(/[ ;]/)[3] ?? '', key: stdout.trim() };
  }

  it('are made, listed and revoked, on all of them when the command ends', async () => {
    const expiry = ['--expires', '2999-01-01T00:00:00+01:00'];
    const { id, key } = await newKey(
      '--name',
      'ci',
      '--scopes',
      'links:read, stats:read',
      ...expiry,
    );
    expect(await statusesWith(instances, key)).toEqual([200, 200]);
    expect(await statusesWith(instances, key, '/api/v1/admin/instances')).toEqual([403, 403]);
    const [heading, first, made, ...others] = await listOf(instances.database);
    expect(heading).toEqual([
      'id',
      'name',
      'scopes',
      'created',
      'expires',
      'last used',
      'session of',
    ]);
    expect(first?.slice(1, 3)).toEqual(['first', 'admin']);
    expect(made?.slice(0, 3)).toEqual([id, 'ci', 'links:read,stats:read']);
    expect(made?.[4]).toBe('2998-12-31T23:00:00.000Z');
    expect(others).toEqual([]);
    const revoked = await keysOf(instances.database, 'revoke', id);
    expect(await statusesWith(instances, key)).toEqual([401, 401]);
    const stderr = `revoked API key ${id} on every instance\n`;
    expect(revoked).toEqual({ code: 0, stdout: '', stderr });
    expect(await statusesWith(instances, TEST_API_KEY)).toEqual([200, 200]);
    expect(await listOf(instances.database)).toHaveLength(2);
  });

  it('are revoked once an instance that is stopped does not rely on its memory any more', async () => {
    const { id, key } = await newKey('--name', 'ci', '--scopes', 'admin');
    expect(await statusesWith(instances, key)).toEqual([200, 200]);
    await instances.pause(1);
    expect((await keysOf(instances.database, 'revoke', id)).code).toBe(0);
    instances.resume(1);
    expect(await statusesWith(instances, key)).toEqual([401, 401]);
  });
});

describe('keys on the command line', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await makeSqlite();
  });
  afterAll(() => database.drop());

  const scopes = ['--scopes', 'links:read'];
  const MISUSES: readonly (readonly [args: string[], complaint: string])[] = [
    [[], 'the command is missing'],
    [['delete'], 'unknown command: delete'],
    [['create', ...scopes], '--name is missing'],
    [['create', '--name', 'ci'], '--scopes is missing'],
    [['create', '--name', '', '--scopes', 'links:read,'], 'each value in scopes must be one of'],
    [['create', '--name', 'ci', ...scopes, '--expires', '2020-01-01T00:00:00Z'], 'in the future'],
    [['list', '--all'], "Unknown option '--all'"],
    [['revoke', 'one', 'other'], 'revoke takes one id'],
  ];

  it('say how they are used', async () => {
    const outcomes = await Promise.all(MISUSES.map(([args]) => keysOf(database, ...args)));
    outcomes.forEach(({ code, stdout, stderr }, index) => {
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(MISUSES[index]?.[1]);
      expect(stderr).toContain('usage: npm run -s keys -- create');
      expect(stderr).not.toContain('    at ');
    });
  });

  it('say in one line what went wrong', async () => {
    const first = (await listOf(database)).find(([, name]) => name === 'first');
    expect(await keysOf(database, 'revoke', first?.[0] ?? '')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The last permanent admin key cannot be revoked.\n',
    });
    const stderr = 'No such API key.\n';
    const unknown = ['0'.repeat(32), 'x'].map((id) => keysOf(database, 'revoke', id));
    for (const each of unknown) expect(await each).toEqual({ code: 1, stdout: '', stderr });
    const away = { ...database, url: 'mysql://user:hush@127.0.0.1:1/x' };
    const unreachable = await keysOf(away, 'create', '--name', 'x', ...scopes);
    expect([unreachable.code, unreachable.stdout]).toEqual([1, '']);
    expect(unreachable.stderr).toMatch(/^DATABASE_URL: .* cannot be reached \(ECONNREFUSED\)\n$/);
  });

  it('need the newest schema', async () => {
    const empty = await makeSqlite('empty');
    const { code, stderr } = await keysOf(empty, 'list');
    await empty.drop();
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^the database lacks migrations.*\n$/),
    ]);
  });

  it('say nothing to the terminal but what there is to read', async () => {
    const name = '\u001b[2Jred\u009b31m\u202etxt\nnext\tcolumn\u2028';
    await keysOf(database, 'create', '--name', name, ...scopes);
    const lines = await listOf(database);
    expect(lines.at(-1)?.[1]).toBe('\ufffd[2Jred\ufffd31m\ufffdtxt\ufffdnext\ufffdcolumn\ufffd');
  });

  it('can be piped from the script', async () => {
    const { code, stdout } = await runScript(database, 'keys', [
      'create',
      '--name',
      'x',
      ...scopes,
    ]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(KEY)]);
  });
});
