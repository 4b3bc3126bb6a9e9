import { describe, expect, it } from '@jest/globals';
import { assertMatch } from './etag.js';

describe(assertMatch.name, () => {
  it.each([undefined, '*', '"3"', '"1", "3"', ' "3" '])('lets %p pass for version 3', (header) => {
    expect(() => assertMatch(header, { version: 3 })).not.toThrow();
  });

  it.each(['"2"', '3', 'W/"3"', '', '"33"'])('refuses %p for version 3', (header) => {
    expect(() => assertMatch(header, { version: 3 })).toThrow('changed by someone else');
  });
});
