import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Paths of the repository and relative links that a document names and that do not exist. */
function missingPaths(document: string, text: string): string[] {
  const named = [...text.matchAll(/`((?:src|test|bench|scripts|docker)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  );
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(
    ([, path = '']) => join(dirname(document), path),
  );
  return [...named, ...linked].filter((path) => !existsSync(path));
}

describe('documents', () => {
  it.each(DOCUMENTS)('%s names only paths that exist', (document) => {
    expect(missingPaths(document, readFileSync(document, 'utf8'))).toEqual([]);
  });

  it('are searched for paths that do not exist', () => {
    const text =
      'see `src/nowhere.ts` and [this](nowhere.md#part), not [that](https://example.com)';
    expect(missingPaths('docs/api.md', text)).toEqual(['src/nowhere.ts', 'docs/nowhere.md']);
  });
});
