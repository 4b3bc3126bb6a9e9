import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.js';

describe('a cursor', () => {
  it('is decoded to the encoded position', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (createdAtMs, id) => {
        expect(decodeCursor(encodeCursor({ createdAtMs, id }))).toEqual({ createdAtMs, id });
      }),
    );
  });

  it('is refused if it was not encoded by the service', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text)).toThrow('not valid');
      }),
    );
  });
});
