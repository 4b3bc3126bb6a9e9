import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'shortcore-types-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

it('the types of the admin page are those of the API; `npm run api-types` writes them', async () => {
  const made = join(directory, 'api-types.ts');
  await promisify(execFile)(process.execPath, ['scripts/api-types.js', made]);
  const [expected, committed] = [made, 'web/src/api/api-types.ts'].map((path) =>
    readFileSync(path),
  );
  // A difference would fill the screen.
  expect(committed?.equals(expected ?? Buffer.of())).toBe(true);
});
