import { describe, expect, it } from '@jest/globals';
import { toCsv } from './csv.js';

describe(toCsv.name, () => {
  it('quotes what has commas, quotes or line ends', () => {
    expect(
      toCsv([
        ['a', 1],
        ['b,c', 'd "e"'],
      ]),
    ).toBe('a,1\r\n"b,c","d ""e"""\r\n');
  });

  it('takes the power from texts that a spreadsheet would run', () => {
    expect(toCsv([['=1+1', '+1', '-1', '@a', -1]])).toBe("'=1+1,'+1,'-1,'@a,-1\r\n");
  });
});
