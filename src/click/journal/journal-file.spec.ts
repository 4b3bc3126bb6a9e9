import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JournalFile } from './journal-file.js';

let directory: string;
let openPath: string;
let closedPath: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shortcore-journal-'));
  openPath = join(directory, 'a-1.open');
  closedPath = join(directory, 'a-1.closed');
});

afterEach(() => rmSync(directory, { recursive: true }));

const BUILT = new URL('../../../dist/src/click/journal/journal-file.js', import.meta.url).href;

/**
 * Has a process whose files can be 16 bytes long write these texts: what comes then is written in part and
 * fails, as on a full disk. Returns which of them failed, and how.
 */
function writtenWithLittleSpace(texts: readonly string[]): unknown {
  const program = `
    import { JournalFile } from '${BUILT}';
    const [openPath, closedPath, ...texts] = process.argv.slice(1);
    const file = new JournalFile(openPath, closedPath);
    const failures = texts.map((text) => {
      try { file.append(text); return null; } catch ({ code }) { return code; }
    });
    process.stdout.write(JSON.stringify({ failures, isEmpty: file.isEmpty }));`;
  const node = [process.execPath, '--input-type=module', '-e', program, '--'];
  const output = execFileSync('prlimit', ['--fsize=16', ...node, openPath, closedPath, ...texts]);
  return JSON.parse(output.toString());
}

const onLinux = process.platform === 'linux' ? it : it.skip;

const textOf = (path: string): string => readFileSync(path, 'utf8');

describe(JournalFile.name, () => {
  it('has on disk what it was given when it returns', () => {
    const file = new JournalFile(openPath, closedPath);
    expect(file.isEmpty).toBe(true);
    file.append('one\n');
    expect(textOf(openPath)).toBe('one\n');
    file.append('zwei ü\n');
    expect(textOf(openPath)).toBe('one\nzwei ü\n');
    expect(file.isEmpty).toBe(false);
    file.close();
  });

  it('has another name when it is closed', () => {
    const file = new JournalFile(openPath, closedPath);
    file.append('one\n');
    file.close();
    expect(existsSync(openPath)).toBe(false);
    expect(textOf(closedPath)).toBe('one\n');
  });

  it('is closed as well if somebody else has closed or even counted it', () => {
    const renamed = new JournalFile(openPath, closedPath);
    renamed.append('one\n');
    renameSync(openPath, closedPath);
    renamed.close();
    expect(textOf(closedPath)).toBe('one\n');

    const removed = new JournalFile(openPath, join(directory, 'a-2.closed'));
    rmSync(openPath);
    removed.close();
    expect(existsSync(join(directory, 'a-2.closed'))).toBe(false);
  });

  it('never writes into a file that is there already', () => {
    writeFileSync(openPath, 'of somebody else\n');
    expect(() => new JournalFile(openPath, closedPath)).toThrow('EEXIST');
    expect(textOf(openPath)).toBe('of somebody else\n');
  });

  it('cannot be made where there is no directory', () => {
    rmSync(directory, { recursive: true });
    expect(() => new JournalFile(openPath, closedPath)).toThrow('ENOENT');
    directory = mkdtempSync(join(tmpdir(), 'shortcore-journal-'));
  });

  onLinux(
    'keeps nothing of what could be written in part only, and goes on behind what is whole',
    () => {
      const texts = ['0123456789\n', 'abcdefghij\n', 'four\n', 'x'];
      expect(writtenWithLittleSpace(texts)).toEqual({
        failures: [null, 'EFBIG', null, 'EFBIG'],
        isEmpty: false,
      });
      expect(textOf(openPath)).toBe('0123456789\nfour\n');
    },
  );

  onLinux('is still empty if not even the first text could be written', () => {
    const failed = { failures: ['EFBIG'], isEmpty: true };
    expect(writtenWithLittleSpace(['a line of more than 16 bytes\n'])).toEqual(failed);
    expect(textOf(openPath)).toBe('');
  });

  it('is for the eyes of its owner', () => {
    const file = new JournalFile(openPath, closedPath);
    file.close();
    expect(statSync(closedPath).mode & 0o777).toBe(0o600);
  });
});
