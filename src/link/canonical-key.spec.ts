import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allCharacters, joinedEmoji, singleEmoji } from '../../test/support/characters.js';
import { isKeyForm, toCanonicalKey, toStoredKeys } from './canonical-key.js';

const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/v;
const SELECTORS = /[\ufe0e\ufe0f]/g;

const invisible = allCharacters().filter((character) => INVISIBLE.test(character));
const joined = joinedEmoji();
const single = singleEmoji();

describe(toCanonicalKey, () => {
  it('removes every invisible character', () => {
    expect(invisible.length).toBeGreaterThan(4_000);
    const changed = invisible.filter(
      (character) =>
        toCanonicalKey(character) !== '' ||
        toCanonicalKey(`a${character}b`) !== 'ab' ||
        toCanonicalKey(`${character}❤${character}`) !== '❤',
    );
    expect(changed).toEqual([]);
  });

  it('changes no other character beyond NFC', () => {
    const changed = allCharacters().filter(
      (character) =>
        !INVISIBLE.test(character) && toCanonicalKey(character) !== character.normalize('NFC'),
    );
    expect(changed).toEqual([]);
  });

  it('keeps the joiners of emoji sequences, with and without selectors', () => {
    expect(joined.length).toBeGreaterThan(600);
    expect(joined.some((emoji) => emoji.split('\u200d').length === 4)).toBe(true);
    for (const emoji of joined) {
      const canonical = emoji.replaceAll(SELECTORS, '');
      for (const text of [emoji, canonical, `x${emoji}`, `${emoji}x`, `${emoji}${emoji}`]) {
        expect([text, toCanonicalKey(text)]).toEqual([text, text.replaceAll(SELECTORS, '')]);
      }
    }
  });

  it('removes the joiners of other emoji', () => {
    expect(toCanonicalKey('😀\u200d😀')).toBe('😀😀');
    expect(toCanonicalKey('👩\u200d🚀\u200d😀')).toBe('👩\u200d🚀😀');
    expect(toCanonicalKey('👩\u200b\u200d🚀')).toBe('👩🚀');
    expect(toCanonicalKey('🧔\u200d♂\u200b🏽')).toBe('🧔\u200d♂🏽');
  });

  it('is one for all ways to type an emoji', () => {
    for (const emoji of [...single, '1️⃣', '#️⃣', '🇩🇪', '👍🏽']) {
      const canonical = emoji.replaceAll(SELECTORS, '');
      const spellings = [emoji, canonical, `${canonical}\ufe0e`, `${canonical}\ufe0f\u200b`];
      expect(spellings.map(toCanonicalKey)).toEqual(spellings.map(() => canonical));
    }
  });

  it('composes what an invisible character held apart', () => {
    expect(toCanonicalKey('e\u034f\u0301')).toBe('é');
    expect(toCanonicalKey('\u1100\u200b\u1161')).toBe('가');
  });

  it('is canonical itself, in NFC, and keeps case and similar letters', () => {
    const character = fc.constantFrom(
      // Written as escapes where they are invisible or combine with what stands beside them.
      ...'aAа1#\u20e3\u0301\u200d\u200b\ufe0f\ufe0e❤♂♀☝\u{1f3fd}🏳🧔👩🚀🇩🇪🏴\u{e0067}\u{e007f}',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.array(character, { maxLength: 12 }).map((characters) => characters.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const canonical = toCanonicalKey(given);
        expect(toCanonicalKey(canonical)).toBe(canonical);
        expect(canonical.normalize('NFC')).toBe(canonical);
      }),
      { numRuns: 5_000 },
    );
    expect(toCanonicalKey('aAа')).toBe('aAа');
  });

  it('leaves overlong texts alone', () => {
    const text = '❤\ufe0f'.repeat(1_000);
    expect(toCanonicalKey(text)).toBe(text);
    expect(toStoredKeys(text)).toEqual([]);
  });
});

describe(toStoredKeys, () => {
  it.each([
    ['abc', ['abc']],
    ['a.c', []],
    ['❤', ['❤', '❤️']],
    ['❤️', ['❤️', '❤']],
    ['❤︎', ['❤︎', '❤', '❤️']],
    ['👍', ['👍']],
    ['a\ufe0f', ['a\ufe0f', 'a']],
    ['a\u200bb', ['ab']],
    ['\ufe0f', ['\ufe0f']],
    ['\u200b', []],
    ['🏳\u200d🌈', ['🏳\u200d🌈', '🏳️\u200d🌈']],
    ['🏳️\u200d🌈', ['🏳️\u200d🌈', '🏳\u200d🌈']],
    ['ａｂｃ', ['ａｂｃ']],
    ['cafe\u0301', ['café']],
    ['❤'.repeat(40), ['❤'.repeat(40)]],
  ])('of %j are %j', (text, keys) => expect(toStoredKeys(text)).toEqual(keys));

  it('contain every emoji as it was stored before keys were canonical', () => {
    for (const emoji of [...single, ...joined]) {
      const keys = toStoredKeys(toCanonicalKey(emoji));
      expect(keys).toContain(emoji);
    }
  });
});

describe(isKeyForm, () => {
  it.each(['❤️', '1️⃣', '👨‍👩‍👧', '🇩🇪'])('is false without backtracking for many %s', (emoji) => {
    expect(isKeyForm(`${emoji.repeat(60)}!`)).toBe(false);
    expect(isKeyForm(`${emoji.repeat(5000)}!`)).toBe(false);
    expect(isKeyForm(`${emoji.repeat(9)}!`)).toBe(false);
  });

  it('counts code points', () => {
    expect(isKeyForm('\u00e9'.repeat(64))).toBe(true);
    expect(isKeyForm('\u00e9'.repeat(65))).toBe(false);
  });
});
