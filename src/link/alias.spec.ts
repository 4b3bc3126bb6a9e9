import { describe, expect, it } from '@jest/globals';
import { RESERVED_WORDS } from './reserved-words.js';
import { aliasError, isKeyForm, normalizeKey } from './alias.js';

describe('an alias', () => {
  it.each([
    'a',
    'A-b_9',
    'straße',
    'café',
    '短縮',
    'مرحبا',
    'हिन्दी',
    '👍',
    '👨‍👩‍👧',
    '🏳️‍🌈',
    '🇩🇪',
    '1️⃣',
    '❤',
    '❤️',
    'x'.repeat(64),
    '👍'.repeat(64),
    '-',
    '_',
  ])('can be %s', (text) => expect(aliasError(text)).toBeUndefined());

  it.each([
    '',
    ' ',
    'a b',
    'a/b',
    'a.b',
    'a?b',
    'a#b',
    'a%b',
    '*',
    '#',
    'a\u200bb',
    'a\u200db',
    '\u202eabc',
    'a\u0000',
    'a\nb',
    '<b>',
    '\ud800',
    'x'.repeat(65),
    '👍'.repeat(65),
    '½',
    '€',
  ])('cannot be %p', (text) => expect(aliasError(text)).toContain('letters, digits'));

  it.each([...RESERVED_WORDS, 'Api', 'DOCS'])('cannot be the reserved word %s', (word) => {
    expect(aliasError(word)).toBeDefined();
  });

  it.each(['❤️', '1️⃣', '👨‍👩‍👧', '🇩🇪'])('is refused without backtracking after many %s', (emoji) => {
    expect(isKeyForm(`${emoji.repeat(60)}!`)).toBe(false);
    expect(isKeyForm(`${emoji.repeat(5000)}!`)).toBe(false);
    expect(isKeyForm(`${emoji.repeat(9)}!`)).toBe(false);
  });

  it('is normalised to NFC before its length is checked', () => {
    expect(normalizeKey('e\u0301')).toBe('\u00e9');
    expect(aliasError('e\u0301'.repeat(64))).toBeUndefined();
    expect(isKeyForm('\u00e9'.repeat(65))).toBe(false);
  });
});
