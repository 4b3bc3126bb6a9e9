import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashVisitor } from './visitor-hash.js';

const SALT = 'a salt';
const MAX = 2 ** 48 - 1;
/** Computed by `printf 'a salt\n203.0.113.9\nFirefox' | sha256sum | cut -c 1-12`. */
const KNOWN_HASH = 0x784a5764582b;
const toAddress = (index: number): string =>
  `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

describe(hashVisitor.name, () => {
  it('is an integer of at most 48 bits', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV6(), fc.string({ unit: 'binary' }), (...inputs) => {
        const visitor = hashVisitor(...inputs);
        expect(Number.isSafeInteger(visitor) && visitor >= 0 && visitor <= MAX).toBe(true);
      }),
    );
  });

  it('is the same in every version, so that restarts do not count visitors twice', () => {
    expect(hashVisitor(SALT, '203.0.113.9', 'Firefox')).toBe(KNOWN_HASH);
  });

  it('differs by salt, address and User-Agent', () => {
    const hashes = [
      hashVisitor(SALT, '203.0.113.9', 'Firefox'),
      hashVisitor('another', '203.0.113.9', 'Firefox'),
      hashVisitor(SALT, '203.0.113.8', 'Firefox'),
      hashVisitor(SALT, '203.0.113.9', 'Chrome'),
      hashVisitor(SALT, '203.0.113.9', ''),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is spread over all 48 bits, and differs for 20 000 similar addresses', () => {
    const count = 20_000;
    const hashes = Array.from({ length: count }, (_, index) =>
      hashVisitor(SALT, toAddress(index), 'Firefox'),
    );
    expect(new Set(hashes).size).toBe(count);
    for (let bit = 0; bit < 48; bit++) {
      const ones = hashes.filter((hash) => Math.floor(hash / 2 ** bit) % 2 === 1).length;
      // The standard deviation is 71.
      expect(Math.abs(ones - count / 2)).toBeLessThan(6 * 71);
    }
  });
});
