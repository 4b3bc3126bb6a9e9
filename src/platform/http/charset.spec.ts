import { describe, expect, it } from '@jest/globals';
import { Problem } from '../errors/problem.js';
import { assertUtf8 } from './charset.js';

const detailFor = (contentType: string | undefined): string | undefined => {
  try {
    assertUtf8(contentType);
    return undefined;
  } catch (error) {
    return error instanceof Problem ? `${error.status} ${error.message}` : String(error);
  }
};

describe(assertUtf8.name, () => {
  it.each([
    undefined,
    'application/json',
    'application/json;',
    'application/json; charset',
    'application/json; charset=',
    'application/json; charset=""',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset=utf8',
    'application/json; charset=UTF8',
    'application/json; charset="utf-8"',
    'application/json; charset="UTF8"',
    "application/json; charset='utf-8'",
    'application/json; charset="utf-8',
    'application/json; Charset = utf-8',
    'application/json; charset=utf-8; boundary',
    'application/json; boundary=x; charset=utf8; q=1',
    'application/json; mycharset=utf-16',
  ])('accepts %s', (contentType) => {
    expect(detailFor(contentType)).toBeUndefined();
  });

  it.each([
    ['application/json; charset=koi8-r', 'koi8-r'],
    ['application/json; charset=ISO-8859-1', 'ISO-8859-1'],
    ['application/json; charset="utf-16"; boundary=x', 'utf-16'],
    ['application/json; boundary=x;charset=us-ascii', 'us-ascii'],
    ['application/json; charset=utf-8x', 'utf-8x'],
    [`application/json; charset=${'x'.repeat(9000)}`, 'x'.repeat(64)],
  ])('refuses %.60s and names the charset', (contentType, name) => {
    expect(detailFor(contentType)).toBe(`415 The charset "${name}" is not supported. Use utf-8.`);
  });
});
