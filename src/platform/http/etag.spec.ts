import { describe, expect, it } from '@jest/globals';
import { Problem } from '../errors/problem.js';
import { assertPreconditions, matchesEtag, type Preconditions } from './etag.js';

const LONG = 16_000;

describe(assertPreconditions.name, () => {
  const outcome = (preconditions: Preconditions, version: number | undefined = 3): string => {
    try {
      assertPreconditions(preconditions, version === 0 ? undefined : { version });
      return 'passes';
    } catch (error) {
      return error instanceof Problem ? error.code : String(error);
    }
  };

  it.each([undefined, '*', ' * ', '"3"', '"1", "3"', ' "3" ', '"1","3"', ',, "3" ,', 'W/"1", "3"'])(
    'lets If-Match: %s pass for version 3',
    (header) => {
      expect(outcome({ 'if-match': header })).toBe('passes');
    },
  );

  it.each(['"2"', 'W/"3"', '', ' , ', '"33"', '"1,3"', '"\u00fc"', '""'])(
    'refuses If-Match: %s for version 3',
    (header) => {
      expect(outcome({ 'if-match': header })).toBe('version-mismatch');
    },
  );

  it.each([
    '3',
    '"3',
    '3"',
    "'3'",
    'w/"3"',
    'W/ "3"',
    '"1" "3"',
    '*, "3"',
    '"3", *',
    '"a"3""',
    '"a, 3"',
  ])('does not understand %s', (header) => {
    expect(outcome({ 'if-match': header })).toBe('malformed-request');
    expect(outcome({ 'if-none-match': header })).toBe('malformed-request');
  });

  it.each(['*', '"3"', 'W/"3"', '"1", W/"3"'])('refuses If-None-Match: %s', (header) => {
    expect(outcome({ 'if-none-match': header })).toBe('link-exists');
  });

  it.each([undefined, '"2"', 'W/"2"', ''])('lets If-None-Match: %s pass', (header) => {
    expect(outcome({ 'if-none-match': header })).toBe('passes');
  });

  it('takes what does not exist to match nothing', () => {
    expect(outcome({ 'if-match': '*' }, 0)).toBe('version-mismatch');
    expect(outcome({ 'if-match': '"3"' }, 0)).toBe('version-mismatch');
    expect(outcome({ 'if-none-match': '*' }, 0)).toBe('passes');
  });

  it('looks at If-Match first', () => {
    expect(outcome({ 'if-match': '"2"', 'if-none-match': '*' })).toBe('version-mismatch');
    expect(outcome({ 'if-match': '"3"', 'if-none-match': '*' })).toBe('link-exists');
  });

  it.each([' ', ',', '"', ' ,', '" '])('reads %j many times over at once', (piece) => {
    expect(outcome({ 'if-match': `${piece.repeat(LONG)}x` })).toBe('malformed-request');
  });
});

describe(matchesEtag.name, () => {
  it.each(['*', '"3"', 'W/"3"', '"1", W/"3"', '"1","3"'])('knows version 3 by %s', (header) => {
    expect(matchesEtag(header, '"3"')).toBe(true);
  });

  it.each([undefined, '"2"', '3', '', '*, "3"', '3, "3"', '"x, 3"'])(
    'does not know version 3 by %s',
    (header) => {
      expect(matchesEtag(header, '"3"')).toBe(false);
    },
  );
});
