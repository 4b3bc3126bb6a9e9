import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, utimesSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['src', 'scripts', 'ormconfig.ts', 'package.json', 'package-lock.json'].concat([
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
]);
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
    writeFileSync(join(copy, 'src', 'new.spec.ts'), '');
    expect(await buildIfNeeded()).toEqual({ code: 0, output: '' });
  });

  it('uses its build if there are no sources', async () => {
    rmSync(join(copy, 'src'), { recursive: true });
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
});
