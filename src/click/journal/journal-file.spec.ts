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
import fc from 'fast-check';
import { encodeUtf8, JournalFile } from './journal-file.js';

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
 * Appends the texts in a process with a file size limit of 16 bytes. Writes beyond it are partial and then
 * fail, as on a full disk. Returns the error codes.
 */
function appendWithFileSizeLimit(texts: readonly string[]): unknown {
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

const readText = (path: string): string => readFileSync(path, 'utf8');

describe(JournalFile.name, () => {
  it('has written the text when append returns', () => {
    const file = new JournalFile(openPath, closedPath);
    expect(file.isEmpty).toBe(true);
    file.append('one\n');
    expect(readText(openPath)).toBe('one\n');
    file.append('zwei ü\n');
    expect(readText(openPath)).toBe('one\nzwei ü\n');
    expect(file.isEmpty).toBe(false);
    file.close();
  });

  it('has another name after close', () => {
    const file = new JournalFile(openPath, closedPath);
    file.append('one\n');
    file.close();
    expect(existsSync(openPath)).toBe(false);
    expect(readText(closedPath)).toBe('one\n');
  });

  it('closes without an error if another writer has closed or removed the file', () => {
    const renamed = new JournalFile(openPath, closedPath);
    renamed.append('one\n');
    renameSync(openPath, closedPath);
    renamed.close();
    expect(readText(closedPath)).toBe('one\n');

    const removed = new JournalFile(openPath, join(directory, 'a-2.closed'));
    rmSync(openPath);
    removed.close();
    expect(existsSync(join(directory, 'a-2.closed'))).toBe(false);
  });

  it('never opens an existing file', () => {
    writeFileSync(openPath, 'of another writer\n');
    expect(() => new JournalFile(openPath, closedPath)).toThrow('EEXIST');
    expect(readText(openPath)).toBe('of another writer\n');
  });

  it('throws if the directory is missing', () => {
    rmSync(directory, { recursive: true });
    expect(() => new JournalFile(openPath, closedPath)).toThrow('ENOENT');
    directory = mkdtempSync(join(tmpdir(), 'shortcore-journal-'));
  });

  onLinux('removes a partial write, and continues after the last complete line', () => {
    const texts = ['0123456789\n', 'abcdefghij\n', 'four\n', 'x'];
    expect(appendWithFileSizeLimit(texts)).toEqual({
      failures: [null, 'EFBIG', null, 'EFBIG'],
      isEmpty: false,
    });
    expect(readText(openPath)).toBe('0123456789\nfour\n');
  });

  onLinux('is empty if the first write fails', () => {
    const failed = { failures: ['EFBIG'], isEmpty: true };
    expect(appendWithFileSizeLimit(['a line of more than 16 bytes\n'])).toEqual(failed);
    expect(readText(openPath)).toBe('');
  });

  it('is readable by its owner only', () => {
    const file = new JournalFile(openPath, closedPath);
    file.close();
    expect(statSync(closedPath).mode & 0o777).toBe(0o600);
  });
});

describe(encodeUtf8.name, () => {
  it('encodes each text independently of the texts before', () => {
    const aText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(aText), (texts) => {
        for (const text of texts)
          expect(Buffer.compare(encodeUtf8(text), Buffer.from(text))).toBe(0);
      }),
    );
  });

  it.each([1, 10, 1_000, 100_000])('has room for %d characters of three bytes', (length) => {
    const text = '\u20ac'.repeat(length);
    expect(encodeUtf8(text).toString()).toBe(text);
  });
});
