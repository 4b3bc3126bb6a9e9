import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeUtf8 } from './encode-utf8.js';

describe(encodeUtf8.name, () => {
  it('is the UTF-8 of each text, whatever was written before it', () => {
    const aText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(aText), (texts) => {
        for (const text of texts)
          expect(Buffer.compare(encodeUtf8(text), Buffer.from(text))).toBe(0);
      }),
    );
  });

  it.each([1, 10, 1_000, 100_000])('has room for %d characters of three bytes', (length) => {
    const text = '\u20ac'.repeat(length);
    expect(encodeUtf8(text).toString()).toBe(text);
  });
});
