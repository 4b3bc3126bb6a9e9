import { describe, expect, it } from '@jest/globals';
import { readLines, toCsv, toNewLink, toReason } from './lines.js';

describe(readLines.name, () => {
  it('keeps the numbers of lines, and skips empty ones', () => {
    expect(readLines('a\r\n\n  \nb\n')).toEqual([
      { number: 1, text: 'a' },
      { number: 4, text: 'b' },
    ]);
  });
});

describe(toNewLink.name, () => {
  it.each([
    ['https://example.com/', { url: 'https://example.com/' }],
    ['  https://example.com/a b  ', { url: 'https://example.com/a b' }],
    ['sale\thttps://example.com/', { alias: 'sale', url: 'https://example.com/' }],
    ['\thttps://example.com/\t', { url: 'https://example.com/' }],
  ])('reads %j', (text, link) => {
    expect(toNewLink({ number: 1, text }, [])).toEqual(link);
    expect(toNewLink({ number: 1, text }, ['x'])).toEqual({ ...link, tags: ['x'] });
  });
});

describe(toReason.name, () => {
  const problem = { type: '', title: 'Title', status: 400, detail: 'Detail.', instance: '' };

  it('names what is wrong with the fields, else what happened', () => {
    const errors = [
      { pointer: '/url', detail: 'one' },
      { pointer: '/alias', detail: 'two' },
    ];
    expect(toReason({ ...problem, errors })).toBe('one; two');
    expect(toReason(problem)).toBe('Detail.');
    expect(toReason({ ...problem, detail: '' })).toBe('Title');
  });
});

describe(toCsv.name, () => {
  it('quotes what CSV has a meaning for', () => {
    expect(toCsv([['a,b', 'c"d', 'e\nf', 7]])).toBe('\uFEFF"a,b","c""d","e\nf",7\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])(
    'makes no formula of %j',
    (text) => {
      const cell = toCsv([[text]])
        .slice(1)
        .replace(/^"/, '');
      expect(cell.startsWith(`'${text[0]}`)).toBe(true);
    },
  );

  it('leaves URLs and numbers as they are', () => {
    expect(toCsv([[-1, 'https://example.com/?a=b']])).toBe('\uFEFF-1,https://example.com/?a=b\r\n');
  });
});
