import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findPageDirectory } from './page-directory.js';
import { readPageFiles } from './page-files.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shortcore-page-'));
  mkdirSync(join(directory, 'dist', 'web', 'assets'), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (path: string, text: string): void =>
  writeFileSync(join(directory, 'dist', 'web', path), text);

describe(findPageDirectory.name, () => {
  it('finds a built page only', () => {
    expect(findPageDirectory(directory)).toBeUndefined();
    write('index.html', '');
    expect(findPageDirectory(directory)).toBe(join(directory, 'dist', 'web'));
  });
});

describe(readPageFiles.name, () => {
  it('reads every file by its path, with its compressed forms', () => {
    write('index.html', '<html>');
    write('assets/a-1234.js', 'code');
    write('assets/a-1234.js.br', 'b');
    write('assets/a-1234.js.gz', 'g');
    write('unknown.bin', '');
    const files = readPageFiles(join(directory, 'dist', 'web'));
    expect([...files.keys()].sort()).toEqual(['', 'assets/a-1234.js', 'index.html', 'unknown.bin']);
    expect(files.get('assets/a-1234.js')).toMatchObject({
      mediaType: 'text/javascript; charset=utf-8',
      cacheControl: 'public, max-age=31536000, immutable',
      bodies: { identity: Buffer.from('code'), br: Buffer.from('b'), gzip: Buffer.from('g') },
    });
    expect(files.get('')).toBe(files.get('index.html'));
    expect(files.get('')?.bodies).toEqual({ identity: Buffer.from('<html>') });
    expect(files.get('unknown.bin')?.mediaType).toBe('application/octet-stream');
  });

  it('has another ETag for other bytes', () => {
    write('index.html', 'one');
    const before = readPageFiles(join(directory, 'dist', 'web')).get('')?.etag;
    write('index.html', 'two');
    expect(readPageFiles(join(directory, 'dist', 'web')).get('')?.etag).not.toBe(before);
  });
});
