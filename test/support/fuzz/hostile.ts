import fc from 'fast-check';
import { RawJson } from './json-text.js';

const nested = (open: string, close: string, depth: number) =>
  new RawJson(`${open.repeat(depth)}1${close.repeat(depth)}`);

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', ''];

/** Texts that something, somewhere, has taken for more than text. */
const HOSTILE_TEXTS = [
  "' OR 1=1 -- ",
  '"; DROP TABLE link; --',
  '\\',
  '%',
  '_%\\%',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '${7*7}{{7*7}}',
  '../../etc/passwd',
  '\0',
  'a\0b',
  '\ud800',
  'a\udc00\ud800b',
  'e\u0301',
  '\u1100\u1161\u11a8',
  '\u202egnp.exe',
  '👩‍👩‍👧‍👦'.repeat(16),
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '👍🏽'.repeat(3_000),
  `a${'\u0301'.repeat(300)}`,
  '\ufdfa'.repeat(64),
  '\u2028\u2029\ufeff',
  'İıſK',
  ' ',
  'x'.repeat(65),
  'x'.repeat(10_000),
  `${'a'.repeat(8_000)}!`,
  'null',
  'NaN',
  '-0',
  '1e400',
  '0x10',
  '\r\nSet-Cookie: a=b',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999+14:00',
  '2026-02-30T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '2026-06-30T23:59:60Z',
  '+275760-09-13T00:00:00.000Z',
  'Etc/GMT+12',
  '+01:00',
  'javascript:alert(1)',
  'http://0x7f.1/',
  'http://[::ffff:127.0.0.1]/',
  'http://a@b/',
  `https://example.com/${'%41'.repeat(3_000)}`,
  'https://example.com/\u00e4?\u{1f600}#\u0000',
  `https://${'a.'.repeat(2_000)}com/`,
  'https://xn--/',
  ...NAMES,
];

const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 53,
  2 ** 31,
  1e21,
  5e-324,
  ...['-0', '1e400', '-1e400', '1e-400', '9'.repeat(400), '1.0'].map((text) => new RawJson(text)),
  [],
  {},
  [null],
  [[]],
  [{}],
  [1, 'a', null],
  nested('[', ']', 8),
  nested('[', ']', 20_000),
  nested('{"a":', '}', 2_000),
  { length: 3 },
  { toString: 1, valueOf: 2 },
  new RawJson('{"then":"x"}'),
  { toJSON: 'x' },
  new RawJson('{"__proto__":{"isAdmin":true}}'),
  Array.from({ length: 1_000 }, () => 'x'),
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
);

/** Of any type. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...HOSTILE_VALUES),
  hostileText,
  fc.double(),
);

export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NAMES, '/', '~', 'a.b', 'a[b]'),
  fc.string({ maxLength: 10 }),
);
