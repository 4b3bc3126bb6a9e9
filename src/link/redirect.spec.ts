import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendQuery } from './redirect.js';

describe(appendQuery.name, () => {
  it.each([
    ['https://e.com/a', 'x=1', 'https://e.com/a?x=1'],
    ['https://e.com', 'x=1', 'https://e.com?x=1'],
    ['https://e.com/a?b=c', 'x=1', 'https://e.com/a?b=c&x=1'],
    ['https://e.com/a?', 'x=1', 'https://e.com/a?x=1'],
    ['https://e.com/a?b&', 'x=1', 'https://e.com/a?b&x=1'],
    ['https://e.com/a?b=c#f', 'x=1', 'https://e.com/a?b=c&x=1#f'],
    ['https://e.com/a#f?g', 'x=1', 'https://e.com/a?x=1#f?g'],
    ['https://e.com/a', '', 'https://e.com/a'],
    ['https://e.com/a', 'x=%2F+%20&&y', 'https://e.com/a?x=%2F+%20&&y'],
    ['https://e.com/a', 'x=#/../evil', 'https://e.com/a?x=%23/../evil'],
    ['https://e.com/a', 'x=\u00ff\n"', 'https://e.com/a?x=%FF%0A%22'],
  ])('of %s and %j returns %s', (url, query, expected) => {
    expect(appendQuery(url, query)).toBe(expected);
  });

  it('never changes origin, path or fragment for any query', () => {
    const latin1 = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    });
    const url = fc.webUrl({ withQueryParameters: true, withFragments: true });
    fc.assert(
      fc.property(url, latin1, (url, query) => {
        const [before, after] = [new URL(url), new URL(appendQuery(url, query))];
        expect([after.origin, after.pathname, after.hash]).toEqual([
          before.origin,
          before.pathname,
          before.hash,
        ]);
        expect(after.search.startsWith(before.search)).toBe(true);
        expect(appendQuery(url, query)).toMatch(/^[\x21-\x7e]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});
