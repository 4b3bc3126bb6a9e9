import { describe, expect, it } from '@jest/globals';
import { allCharacters } from '../../test/support/characters.js';
import { RESERVED_WORDS } from './reserved-words.js';
import { aliasError, newAliasError } from './alias.js';

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
    '❤︎',
    '#️⃣',
    '👍🏽',
    'a\u200bb',
    'a\u200db',
    '\u202eabc',
    'می\u200cخواهم',
    'x'.repeat(64),
    `${'x'.repeat(64)}\u200b`,
    '👍'.repeat(64),
    'e\u0301'.repeat(64),
    '-',
    '_',
  ])('can be %s', (text) => expect(newAliasError(text)).toBeUndefined());

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
    '\u200b',
    '\ufe0f',
    '\u3164\u200d\ufe0e',
    '#\ufe0f',
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

  it.each(['\u200bapi', 'd\ufe0focs', 'me\u00adtrics'])(
    'cannot be the reserved word %j',
    (word) => {
      expect(aliasError(word)).toBe('the word is reserved');
    },
  );

  it.each([
    ['ａｂｃ', 'abc'],
    ['ﬁn', 'fin'],
    ['ｶﾞ', 'ガ'],
    ['x²', undefined],
    ['™', 'TM'],
    ['ﷺ', 'صلى الله عليه وسلم'],
  ])('of a new link cannot be %s', (text, plain) => {
    if (plain === undefined) expect(newAliasError(text)).toContain('letters, digits');
    else expect(newAliasError(text)).toContain(`the plain form is "${plain}"`);
  });

  it('of a new link has no character whose NFKC differs from its NFC', () => {
    const accepted = allCharacters().filter(
      (character) =>
        newAliasError(`a${character}`) === undefined &&
        character.normalize('NFKC') !== character.normalize('NFC'),
    );
    expect(accepted).toEqual([]);
  });

  it('can be every letter, mark, digit and emoji that is no variant of another', () => {
    const refused = allCharacters().filter(
      (character) =>
        /[\p{L}\p{M}\p{Nd}\p{Extended_Pictographic}]/v.test(character) &&
        character.normalize('NFKC') === character.normalize('NFC') &&
        newAliasError(`a${character}`) !== undefined,
    );
    expect(refused).toEqual([]);
  });
});
