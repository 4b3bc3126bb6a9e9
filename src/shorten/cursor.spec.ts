import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PagePosition } from '../link/link-query.js';
import { decodeCursor, encodeCursor } from './cursor.js';

const ORDERS = {
  created: ['createdAt', '-createdAt'],
  clicked: ['-lastClickedAt'],
  unclicked: ['-lastClickedAt'],
} as const;
const positions: fc.Arbitrary<PagePosition> = fc.record({
  section: fc.constantFrom('created', 'clicked', 'unclicked'),
  value: fc.maxSafeNat(),
  id: fc.maxSafeNat(),
});

describe('a cursor', () => {
  it('is decoded to the encoded position', () => {
    fc.assert(
      fc.property(positions, (position) => {
        for (const order of ORDERS[position.section]) {
          expect(decodeCursor(encodeCursor(position), order)).toEqual(position);
        }
      }),
    );
  });

  it('is refused if it was not encoded by the service', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, 'createdAt')).toThrow('not valid');
        expect(() => decodeCursor(text, '-lastClickedAt')).toThrow('not valid');
      }),
    );
  });

  it('is refused for a list in another order that has no such position', () => {
    const byClick = encodeCursor({ section: 'clicked', value: 1, id: 1 });
    const byCreation = encodeCursor({ section: 'created', value: 1, id: 1 });
    expect(() => decodeCursor(byClick, '-createdAt')).toThrow('not valid');
    expect(() => decodeCursor(byCreation, '-lastClickedAt')).toThrow('not valid');
  });
});
