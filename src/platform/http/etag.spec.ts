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

  it.each([
    undefined,
    '*',
    ' * ',
    '"3"',
    '"1", "3"',
    ' "3" ',
    '"1","3"',
    ',, "3" ,',
    'W/"1", "3"',
    'W/"3"',
    'W/"1", W/"3"',
    '"1",W/"3"',
    '"3-gzip"',
    '"3-br"',
    '"3-zstd"',
    '"3-deflate"',
    '"3--gzip"',
    'W/"3-gzip"',
    '"1-gzip", "3-gzip"',
  ])('lets If-Match: %s pass for version 3', (header) => {
    expect(outcome({ 'if-match': header })).toBe('passes');
  });

  it.each([
    '"2"',
    'W/"2"',
    '"2-gzip"',
    '',
    ' , ',
    '"33"',
    'W/"33"',
    '"1,3"',
    '"\u00fc"',
    '""',
    'W/""',
    '"-gzip"',
    '"W/3"',
    '"3-"',
    '"3-gzip-gzip"',
    '"3-other"',
    '"3gzip"',
    '"gzip-3"',
  ])('refuses If-Match: %s for version 3', (header) => {
    expect(outcome({ 'if-match': header })).toBe('version-mismatch');
  });

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

  it.each(['*', '"3"', 'W/"3"', '"1", W/"3"', '"3-gzip"'])(
    'refuses If-None-Match: %s',
    (header) => {
      expect(outcome({ 'if-none-match': header })).toBe('link-exists');
    },
  );

  it.each([undefined, '"2"', 'W/"2"', ''])('lets If-None-Match: %s pass', (header) => {
    expect(outcome({ 'if-none-match': header })).toBe('passes');
  });

  it('takes what does not exist to match nothing', () => {
    expect(outcome({ 'if-match': '*' }, 0)).toBe('version-mismatch');
    expect(outcome({ 'if-match': '"3"' }, 0)).toBe('version-mismatch');
    expect(outcome({ 'if-match': 'W/"3"' }, 0)).toBe('version-mismatch');
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
  it.each(['*', '"3"', 'W/"3"', '"1", W/"3"', '"1","3"', '"3-gzip"', 'W/"3-br"'])(
    'knows version 3 by %s',
    (header) => {
      expect(matchesEtag(header, '"3"')).toBe(true);
    },
  );

  it.each([undefined, '"2"', '3', '', '*, "3"', '3, "3"', '"x, 3"'])(
    'does not know version 3 by %s',
    (header) => {
      expect(matchesEtag(header, '"3"')).toBe(false);
    },
  );
});
