import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { environmentFor } from '../support/environment.js';
import { startInstance } from '../support/instance.js';

/** Mode bits of a file that has nothing to hide. */
const OPEN_MODE = 0o666;

const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** What is below a directory, each with its mode. */
function modesBelow(directory: string): [path: string, mode: string][] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((path) => {
    const stats = statSync(join(directory, path));
    return [path, `${stats.isDirectory() ? 'd' : '-'}${modeOf(join(directory, path)).toString(8)}`];
  });
}

describe('the files of the service', () => {
  let umask: number;
  let root: TestDatabase;
  let database: TestDatabase;

  beforeEach(async () => {
    umask = process.umask(0);
    root = await makeSqlite('empty');
    const directory = join(root.directory, 'new', 'data');
    database = { ...root, directory, url: `sqlite:${join(directory, 'shortcore.db')}` };
  });
  afterEach(async () => {
    process.umask(umask);
    await root.drop();
  });

  async function migrate(): Promise<string> {
    const env = environmentFor(database, { ADMIN_API_KEY: '' });
    const program = 'dist/src/commands/migrate.js';
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env });
    return stdout;
  }

  /** Looks while the instance runs, since some files exist only then. */
  async function modesWhileRunning(): Promise<[path: string, mode: string][]> {
    const instance = await startInstance(database);
    const modes = modesBelow(database.directory);
    await instance.stop();
    return modes;
  }

  it('are closed to other users, whatever the umask is', async () => {
    expect(await migrate()).not.toContain('open to other users');
    const modes = await modesWhileRunning();
    const names = modes.map(([path]) => path);
    for (const name of ['admin-api-key', 'shortcore.db', 'shortcore.db-wal', 'shortcore.db-shm']) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => name.endsWith('.alive'))).toHaveLength(1);
    expect(modes.filter(([, mode]) => !/^(?:-600|d700)$/.test(mode))).toEqual([]);
    expect([modeOf(database.directory), modeOf(join(database.directory, '..'))]).toEqual([
      0o700, 0o700,
    ]);
  });

  it('that an older version left open are closed', async () => {
    await migrate();
    for (const suffix of ['', '-wal', '-shm', '.migration-lock']) {
      const path = join(database.directory, `shortcore.db${suffix}`);
      if (readdirSync(database.directory).includes(`shortcore.db${suffix}`)) {
        chmodSync(path, OPEN_MODE);
      }
    }
    await migrate();
    const modes = await modesWhileRunning();
    expect(modes.filter(([, mode]) => !/^(?:-600|d700)$/.test(mode))).toEqual([]);
  });

  it('are closed in a directory that is open, whose mode stays, and the log says so', async () => {
    mkdirSync(database.directory, { recursive: true });
    chmodSync(database.directory, 0o755);
    expect(await migrate()).toContain('DATA_DIR is open to other users of this machine');
    const modes = await modesWhileRunning();
    expect(modes.filter(([, mode]) => !/^(?:-600|d700)$/.test(mode))).toEqual([]);
    expect(modeOf(database.directory)).toBe(0o755);
  });
});
