import { describe, expect, it } from '@jest/globals';
import { findExcess } from './json-limits.js';

const check = (text: string) => findExcess(Buffer.from(text));
const list = (count: number) => `[${Array.from({ length: count }, () => '1').join(',')}]`;

const LARGEST_LINK = {
  ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`field-${index}`, 'x,[{'])),
  tags: Array.from({ length: 50 }, () => 'tag'),
};

describe(findExcess.name, () => {
  it('accepts the largest bulk request', () => {
    const links = Array.from({ length: 1000 }, () => LARGEST_LINK);
    expect(check(JSON.stringify({ links }))).toBeUndefined();
  });

  it('limits the number of values', () => {
    expect(check(list(124_999))).toBeUndefined();
    expect(check(list(125_000))).toBe('must not have more than 125000 values');
  });

  it.each(['[],', '{},', '1,', '{"a":1},'])('limits how often %s can be repeated', (unit) => {
    expect(check(`[${unit.repeat(125_000)}`)).toContain('values');
  });

  it('limits the depth', () => {
    expect(check('[{"a":[{"b":[1]}]}]')).toBeUndefined();
    expect(check('[{"a":[{"b":[[]]}]}]')).toBe('must not be nested deeper than 5 levels');
    expect(check('['.repeat(1_000_000))).toContain('deeper');
  });

  it.each([
    ['"[[[[[[[[", "]]]"'],
    [`"${','.repeat(200_000)}"`],
    [String.raw`"\"[[[[[[[[", "\\"`],
    [String.raw`"\\\"[[[[[[[["`],
    ['{"[[[[[[[[":1}'],
  ])('does not look into strings: %#', (text) => {
    expect(check(text)).toBeUndefined();
  });

  it('looks behind a string that ends with a backslash', () => {
    expect(check(String.raw`["\\",[[[[[1]]]]]]`)).toContain('deeper');
  });

  it.each(['', '"', String.raw`"\\`, '\\', ']]]]]]', ' '])('leaves %j to the parser', (text) => {
    expect(check(text)).toBeUndefined();
  });
});
