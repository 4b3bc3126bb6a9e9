import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, utimesSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = [
  'src',
  'web',
  'scripts',
  'ormconfig.ts',
  'package.json',
  'package-lock.json',
].concat(['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json']);
const REFUSAL =
  'dist is not built from these sources, and the compiler is not installed: run npm ci\n';

interface Result {
  readonly code: number;
  readonly output: string;
}

describe('a copy without the compiler', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'shortcore-copy-'));
    for (const name of [...SOURCES, 'dist']) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  const buildIfNeeded = (): Promise<Result> =>
    new Promise((resolve) => {
      const script = join(copy, 'scripts', 'build-if-needed.js');
      execFile(process.execPath, [script], (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
      );
    });

  it('uses its build, whatever the modification times are', async () => {
    const now = new Date();
    utimesSync(join(copy, 'src', 'main.ts'), now, now);
    utimesSync(join(copy, 'package-lock.json'), now, now);
    expect(await buildIfNeeded()).toEqual({ code: 0, output: '' });
  });

  it('uses its build if a test changes', async () => {
    for (const directory of ['src', 'web']) {
      writeFileSync(join(copy, directory, 'new.spec.ts'), '');
    }
    expect(await buildIfNeeded()).toEqual({ code: 0, output: '' });
  });

  it('uses its build if there are no sources', async () => {
    for (const directory of ['src', 'web']) rmSync(join(copy, directory), { recursive: true });
    expect(await buildIfNeeded()).toEqual({ code: 0, output: '' });
  });

  it.each([
    ['a source has changed', () => appendFileSync(join(copy, 'src', 'main.ts'), '\n')],
    ['a source was added', () => writeFileSync(join(copy, 'src', 'new.ts'), '')],
    ['dependencies have changed', () => appendFileSync(join(copy, 'package-lock.json'), '\n')],
    ['there is no build', () => rmSync(join(copy, 'dist'), { recursive: true })],
    [
      'there is neither a build nor a source',
      () => ['dist', 'src'].forEach((name) => rmSync(join(copy, name), { recursive: true })),
    ],
  ])('is refused in one line if %s', async (_reason, change) => {
    change();
    expect(await buildIfNeeded()).toEqual({ code: 1, output: REFUSAL });
  });

  it('is refused in one line if a source of the page has changed', async () => {
    appendFileSync(join(copy, 'web', 'index.html'), '\n');
    const output = REFUSAL.replace('dist', 'dist/web');
    expect(await buildIfNeeded()).toEqual({ code: 1, output });
  });

  it('runs without the page if it is not built', async () => {
    for (const name of ['web', 'complete-web']) {
      rmSync(join(copy, 'dist', name), { recursive: true });
    }
    expect(await buildIfNeeded()).toEqual({ code: 0, output: '' });
  });
});
