import { describe, expect, it } from '@jest/globals';
import { assertMatch, isKnown } from './etag.js';

describe(assertMatch.name, () => {
  it.each([undefined, '*', '"3"', '"1", "3"', ' "3" '])('lets %p pass for version 3', (header) => {
    expect(() => assertMatch(header, { version: 3 })).not.toThrow();
  });

  it.each(['"2"', '3', 'W/"3"', '', '"33"'])('refuses %p for version 3', (header) => {
    expect(() => assertMatch(header, { version: 3 })).toThrow('changed by someone else');
  });
});

describe(isKnown.name, () => {
  it.each(['*', '"3"', 'W/"3"', '"1", W/"3"'])('knows version 3 by %p', (header) => {
    expect(isKnown(header, '"3"')).toBe(true);
  });

  it.each([undefined, '"2"', '3', ''])('does not know version 3 by %p', (header) => {
    expect(isKnown(header, '"3"')).toBe(false);
  });
});
