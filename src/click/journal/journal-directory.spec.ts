import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../platform/config/config.js';
import { JournalDirectory } from './journal-directory.js';

const module = new URL('../../../dist/src/click/journal/journal-directory.js', import.meta.url);

/** In another process with a limited file size, writes a text of 20 bytes and returns the code of the error. */
function writeWithFileSizeLimit(dataDir: string): string {
  const program = `
    import { execFileSync } from 'node:child_process';
    import { JournalDirectory } from '${module.href}';
    const directory = new JournalDirectory({ dataDir: process.argv[1] });
    directory.open('a secret');
    execFileSync('prlimit', ['--pid', process.pid, '--fsize=16:unlimited']);
    try {
      directory.writeClosed('a-1', 'x'.repeat(20));
    } catch (error) {
      process.stdout.write(error.code);
    }`;
  const node = ['--input-type=module', '-e', program, '--', dataDir];
  return execFileSync(process.execPath, node, { encoding: 'utf8' });
}

const onLinux = process.platform === 'linux' ? it : it.skip;

describe(JournalDirectory.name, () => {
  let dataDir: string;
  let directory: JournalDirectory;
  const folder = (): string => dirname(directory.path('any', 'open'));

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'shortcore-journals-'));
    directory = new JournalDirectory({ dataDir } as Config);
    directory.open('a secret');
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('writes a closed journal', () => {
    directory.writeClosed('a-1', 'text');
    expect(readdirSync(folder())).toEqual(['a-1.closed']);
    expect(readFileSync(directory.path('a-1', 'closed'), 'utf8')).toBe('text');
  });

  onLinux('leaves nothing of a closed journal that cannot be written completely', () => {
    expect(writeWithFileSizeLimit(dataDir)).toBe('EFBIG');
    expect(readdirSync(folder())).toEqual([]);
  });
});
