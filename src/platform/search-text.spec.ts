import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUrlText, toSearchText } from './search-text.js';

describe(decodeUrlText, () => {
  it.each([
    [
      'https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0',
      'https://ru.wikipedia.org/wiki/Москва',
    ],
    ['https://xn--mnchen-3ya.de/M%c3%bcnchen', 'https://münchen.de/München'],
    ['https://XN--MNCHEN-3YA.de/', 'https://münchen.de/'],
    ['https://a.xn--80adxhks.xn--p1ai:8080/', 'https://a.москва.рф:8080/'],
    ['https://xn--i-7iq.ws/', 'https://i❤.ws/'],
    [
      'https://example.com/?u=https%3A%2F%2Fxn--mnchen-3ya.de%2F%25C3%25BC',
      'https://example.com/?u=https://münchen.de/ü',
    ],
    ['%2525C3%2525BC', 'ü'],
    ['%252525C3%252525BC', '%C3%BC'],
    ['/a%20b%2Fc%3Fd', '/a b/c?d'],
    ['/%00%0a%1F%7f%C2%80%C2%9F', '/%00%0a%1F%7f%C2%80%C2%9F'],
    [
      '/%FF%C3%28%C0%80%E0%80%80%ED%A0%80%F4%90%80%80%F0%9F%98',
      '/%FF%C3(%C0%80%E0%80%80%ED%A0%80%F4%90%80%80%F0%9F%98',
    ],
    ['/%FC%4D%FCnchen', '/%FCM%FCnchen'],
    ['/100%', '/100%'],
    ['/%zz%4', '/%zz%4'],
    ['https://xn--a.example/xn--', 'https://xn--a.example/xn--'],
    [`https://xn--${'a'.repeat(80)}.example/`, `https://xn--${'a'.repeat(80)}.example/`],
    ['/%F0%9F%98%80', '/😀'],
    [`/${'%CC%81'.repeat(30)}`, `/${'\u0301'.repeat(30)}`],
    [`/${'%CC%81'.repeat(31)}`, `/${'%CC%81'.repeat(31)}`],
    ['xn--qei.'.repeat(21), `${'❤.'.repeat(20)}xn--qei.`],
  ])('of %s is %s', (url, text) => expect(decodeUrlText(url)).toBe(text));

  it('restores any text but control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const text = given.replaceAll(/[\p{Cc}%]|xn--/gu, '');
        expect(decodeUrlText(encodeURIComponent(text))).toBe(text);
      }),
    );
  });

  it('yields text that databases can store, of any URL', () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 255 }).map((byte) => `%${byte.toString(16).padStart(2, '0')}`),
      fc.constantFrom('%25', '%', 'xn--', 'a', '-', '.'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const text = decodeUrlText(parts.join(''));
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe(toSearchText, () => {
  it('is the same for texts that differ in case, normalisation or invisible characters', () => {
    const texts = ['MÜNCHEN', 'mu\u0308nchen', 'mün\u00adchen', 'mün\u200bchen\ufe0f'];
    expect(new Set(texts.map(toSearchText))).toEqual(new Set(['münchen']));
    expect(toSearchText('❤️')).toBe(toSearchText('❤'));
  });
});
