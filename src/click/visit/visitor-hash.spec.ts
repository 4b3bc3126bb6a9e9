import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashVisitor } from './visitor-hash.js';

const SALT = 'a salt';
const MAX = 2 ** 48 - 1;
/** By another program: `printf 'a salt\n203.0.113.9\nFirefox' | sha256sum | cut -c 1-12`. */
const KNOWN_NUMBER = 0x784a5764582b;
const addressOf = (index: number): string =>
  `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

describe(hashVisitor.name, () => {
  it('is a whole number of at most 48 bits', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV6(), fc.string({ unit: 'binary' }), (...facts) => {
        const visitor = hashVisitor(...facts);
        expect(Number.isSafeInteger(visitor) && visitor >= 0 && visitor <= MAX).toBe(true);
      }),
    );
  });

  it('is the same on every instance and in every version, or restarts would double visitors', () => {
    expect(hashVisitor(SALT, '203.0.113.9', 'Firefox')).toBe(KNOWN_NUMBER);
  });

  it('differs by salt, by address and by program', () => {
    const numbers = [
      hashVisitor(SALT, '203.0.113.9', 'Firefox'),
      hashVisitor('another', '203.0.113.9', 'Firefox'),
      hashVisitor(SALT, '203.0.113.8', 'Firefox'),
      hashVisitor(SALT, '203.0.113.9', 'Chrome'),
      hashVisitor(SALT, '203.0.113.9', ''),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('is spread over all 48 bits, and differs for 20 000 neighbours', () => {
    const count = 20_000;
    const numbers = Array.from({ length: count }, (_, index) =>
      hashVisitor(SALT, addressOf(index), 'Firefox'),
    );
    expect(new Set(numbers).size).toBe(count);
    for (let bit = 0; bit < 48; bit++) {
      const ones = numbers.filter((number) => Math.floor(number / 2 ** bit) % 2 === 1).length;
      // Half of them, with a standard deviation of 71; six of those are no accident.
      expect(Math.abs(ones - count / 2)).toBeLessThan(6 * 71);
    }
  });
});
