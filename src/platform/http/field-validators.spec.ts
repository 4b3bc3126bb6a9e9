import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import { IsText } from './field-validators.js';

class TextDto {
  @IsText(4)
  text: unknown = 'x';

  @IsText(4, { each: true })
  texts: unknown = [];

  @IsText(4, { form: 'NFC' })
  composed: unknown = 'x';
}

function errorsOf(fields: Partial<TextDto>): unknown[] {
  const errors = validateSync(plainToInstance(TextDto, fields));
  return errors.flatMap(({ constraints = {} }) => Object.values(constraints));
}

const RULE = 'must be text of 1 to 4 characters, without NUL and half characters';

describe(IsText.name, () => {
  it.each(['a', 'abcd', 'äöüß', '\u{1d11e}'.repeat(4), '\u2708\ufe0f\u2708\ufe0f', ' ', '\ufeff'])(
    'accepts %j',
    (text) => {
      expect(errorsOf({ text, texts: [text, text], composed: text })).toEqual([]);
    },
  );

  it.each([
    '',
    'abcde',
    '\u{1d11e}'.repeat(5),
    '\u2708\ufe0f\u2708\ufe0f\u2708',
    'x'.repeat(1_000_000),
    'a\0b',
    '\ud834',
    '\udd1e\ud834',
    1,
    null,
    [],
    ['a'],
    {},
  ])('refuses %j', (text) => {
    expect(errorsOf({ text })).toEqual([`text ${RULE}`]);
    expect(errorsOf({ texts: ['a', text] })).toEqual([`each value in texts ${RULE}`]);
  });

  it('counts after normalisation, if told to', () => {
    expect(errorsOf({ text: 'e\u0301'.repeat(4) })).toEqual([`text ${RULE}`]);
    expect(errorsOf({ composed: 'e\u0301'.repeat(4) })).toEqual([]);
    expect(errorsOf({ composed: '\u0958'.repeat(4) })).toEqual([`composed ${RULE}`]);
  });

  it('normalises the longest decomposition of a text that fits', () => {
    const longest = '\u03b1\u0313\u0300\u0345'.repeat(4);
    expect(longest.normalize('NFC')).toBe('\u1f82'.repeat(4));
    expect(errorsOf({ composed: longest })).toEqual([]);
  });
});
