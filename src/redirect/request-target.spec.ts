import { describe, expect, it } from '@jest/globals';
import { RESERVED_WORDS } from '../link/reserved-words.js';
import { parsePlainKey } from './request-target.js';

describe(parsePlainKey.name, () => {
  it.each([
    ['/aZ3kP9x', 'aZ3kP9x'],
    ['/autumn-sale_2/', 'autumn-sale_2'],
    ['/a?b=/c', 'a'],
    [`/${'x'.repeat(64)}`, 'x'.repeat(64)],
  ])('finds the key in %s', (target, key) => {
    expect(parsePlainKey(target)).toBe(key);
  });

  it.each([
    '/',
    '/a/b',
    '/a//',
    '/a+',
    '/a.b',
    '/%61',
    '/é',
    'a',
    '*',
    'http://host/a',
    `/${'x'.repeat(65)}`,
  ])('leaves %s to the Nest route', (target) => {
    expect(parsePlainKey(target)).toBeUndefined();
  });

  it.each(RESERVED_WORDS)(
    'does not look for a link where this service has its path /%s',
    (word) => {
      expect(parsePlainKey(`/${word}`)).toBeUndefined();
      expect(parsePlainKey(`/${word.toUpperCase()}/?a`)).toBeUndefined();
    },
  );
});
