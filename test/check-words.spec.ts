import { describe, expect, it } from '@jest/globals';
import { findGoneWords, isScanned } from '../scripts/check-words.js';

describe('check:words', () => {
  it.each([
    'new Announcer(store)',
    '`click_journal`',
    '// whoever asks',
    'src cache breaker Breaker',
  ])('finds the word in %j', (text) => {
    expect(findGoneWords(`a line\n${text}`)).toEqual([{ line: 2, word: expect.any(String) }]);
  });

  it.each(['CircuitBreaker', 'letters of any script', 'drain requests', 'processed_journal'])(
    'accepts %j',
    (text) => {
      expect(findGoneWords(text)).toEqual([]);
    },
  );

  it('scans code and documents, but neither migrations nor the changelog', () => {
    const paths = ['src/main.ts', 'docs/api.md', 'bench/bench.js', 'docker/compose.yml'];
    expect(paths.map(isScanned)).toEqual([true, true, true, true]);
    const exempt = ['CHANGELOG.md', 'src/platform/database/migrations/1-x.ts', 'package-lock.json'];
    expect(exempt.map(isScanned)).toEqual([false, false, false]);
  });
});
