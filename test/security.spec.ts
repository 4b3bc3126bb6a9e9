import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const DOCUMENT = readFileSync('docs/security.md', 'utf8');
const ROWS = DOCUMENT.split('\n').filter((line) => /^\| API\d+ /.test(line));

describe('the table of risks in docs/security.md', () => {
  it('lists all ten risks', () => {
    expect(ROWS.map((row) => /^\| (API\d+) /.exec(row)?.[1])).toEqual(
      Array.from({ length: 10 }, (_, index) => `API${index + 1}`),
    );
  });

  it.each(ROWS.map((row) => [row.split('|')[1]?.trim(), row]))(
    'names existing files for %s',
    (_risk, row) => {
      const files = [...(row ?? '').matchAll(/`((?:src|test)\/[^`]+)`/g)].map(([, file]) => file);
      expect(files.length).toBeGreaterThan(0);
      expect(files.filter((file) => !existsSync(String(file)))).toEqual([]);
    },
  );
});
