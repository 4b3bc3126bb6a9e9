import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.js';

describe('a cursor', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (createdAtMs, id) => {
        expect(decodeCursor(encodeCursor({ createdAtMs, id }))).toEqual({ createdAtMs, id });
      }),
    );
  });

  it('is refused when nobody made it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text)).toThrow('not valid');
      }),
    );
  });
});
