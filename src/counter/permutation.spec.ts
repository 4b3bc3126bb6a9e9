import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Permutation } from './permutation.js';

const SECRET = Buffer.alloc(32, 7);

describe(Permutation.name, () => {
  it.each([1, 2, 3, 62, 1000, 3844])('maps the numbers below %i onto themselves', (size) => {
    const permutation = new Permutation(SECRET, BigInt(size));
    const images = permutation.apply(Array.from({ length: size }, (_, value) => BigInt(value)));
    expect(new Set(images).size).toBe(size);
    expect(images.every((image) => image >= 0n && image < BigInt(size))).toBe(true);
  });

  it('maps different numbers to different numbers within each domain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 20 }), fc.nat(), fc.nat(), (length, one, other) => {
        const size = 62n ** BigInt(length);
        const permutation = new Permutation(SECRET, size);
        const scaled = (value: number) => (BigInt(value) * size) / 2n ** 31n;
        const [image, otherImage] = permutation.apply([scaled(one), scaled(other)]);
        expect([image, otherImage].every((value) => value !== undefined && value < size)).toBe(
          true,
        );
        expect(image === otherImage).toBe(scaled(one) === scaled(other));
      }),
      { numRuns: 2000 },
    );
  });

  it('inverts itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat()), (length, numbers) => {
        const size = 62n ** BigInt(length);
        const permutation = new Permutation(SECRET, size);
        const values = numbers.map((number) => BigInt(number) % size);
        expect(permutation.invert(permutation.apply(values))).toEqual(values);
      }),
    );
  });

  it('maps a number to the same number in any batch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat()), (length, numbers) => {
        const size = 62n ** BigInt(length);
        const permutation = new Permutation(SECRET, size);
        const values = numbers.map((number) => BigInt(number) % size);
        expect(permutation.apply(values)).toEqual(
          values.flatMap((value) => permutation.apply([value])),
        );
      }),
    );
  });

  it('maps 200 000 consecutive numbers to as many numbers', () => {
    const permutation = new Permutation(SECRET, 62n ** 7n);
    const values = Array.from({ length: 200_000 }, (_, value) => BigInt(value));
    expect(new Set(permutation.apply(values)).size).toBe(200_000);
  });

  it('differs under another secret', () => {
    const [one, other] = [SECRET, Buffer.alloc(32, 8)].map(
      (secret) => new Permutation(secret, 62n ** 7n),
    );
    const isSame = (value: bigint) => one?.apply([value])[0] === other?.apply([value])[0];
    expect([0n, 1n, 2n, 3n].filter(isSame)).toEqual([]);
  });
});
