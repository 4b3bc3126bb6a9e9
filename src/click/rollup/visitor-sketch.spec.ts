import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VisitorSketch } from './visitor-sketch.js';

const SEEDS = [1, 2, 3];
/** Jest's global objects are slow to look up. */
const { imul } = Math;
const DENSE_BYTES = 8192;
const anyVisitor = fc.maxSafeNat().map((number) => number % 2 ** 48);

/** Combines two outputs of Steele, Lea and Flood's SplitMix with 32 bits to 48 bits. */
function* visitors(count: number, seed: number): Generator<number> {
  let state = imul(seed, 0x85ebca6b);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  for (let index = 0; index < count; index++) yield (next() >>> 16) * 2 ** 32 + next();
}

function createSketch(visitors: Iterable<number>): VisitorSketch {
  const sketch = VisitorSketch.empty();
  for (const visitor of visitors) sketch.add(visitor);
  return sketch;
}

/** Returns the count after each visitor. */
function countAfterEach(visitors: Iterable<number>, sketch = VisitorSketch.empty()): number[] {
  return Array.from(visitors, (visitor) => {
    sketch.add(visitor);
    return sketch.count;
  });
}

/** Returns the relative error at each number of visitors. */
function measureErrors(sizes: number[], seed: number): number[] {
  const sketch = VisitorSketch.empty();
  const source = visitors(Math.max(...sizes), seed);
  let size = 0;
  return sizes.map((next) => {
    for (; size < next; size++) sketch.add(source.next().value as number);
    return Math.abs(sketch.count / size - 1);
  });
}

const ascending = (counts: number[]) => counts.toSorted((one, other) => one - other);

describe(VisitorSketch.name, () => {
  it('counts up to 1000 visitors exactly', () => {
    expect(countAfterEach(visitors(1000, 1))).toEqual(
      Array.from({ length: 1000 }, (_, index) => index + 1),
    );
  });

  it('counts the least and the greatest visitor', () => {
    const sketch = VisitorSketch.parse(createSketch([0, 2 ** 48 - 1, 2 ** 32, 2 ** 31]).toBytes());
    for (const visitor of [0, 2 ** 48 - 1, 2 ** 32, 2 ** 31]) sketch.add(visitor);
    expect(sketch.count).toBe(4);
  });

  it.each([0, 1, 999, 1000, 1001, 50_000])(
    'is equal after writing and parsing with %i visitors',
    (size) => {
      const sketch = createSketch(visitors(size, 1));
      const parsed = VisitorSketch.parse(sketch.toBytes());
      expect(parsed.count).toBe(sketch.count);
      expect(parsed.toBytes().equals(sketch.toBytes())).toBe(true);
      for (const visitor of visitors(500, 2)) {
        sketch.add(visitor);
        parsed.add(visitor);
      }
      expect(parsed.toBytes().equals(sketch.toBytes())).toBe(true);
    },
  );

  it.each([
    [0, 0],
    [1, 6],
    [1000, 6000],
    [1001, DENSE_BYTES],
    [50_000, DENSE_BYTES],
  ])('takes, with %i visitors, %i bytes', (size, bytes) => {
    expect(createSketch(visitors(size, 1)).toBytes()).toHaveLength(bytes);
  });

  it('copies its bytes', () => {
    for (const size of [10, 1001]) {
      const bytes = createSketch(visitors(size, 1)).toBytes();
      const before = Buffer.from(bytes);
      const sketch = VisitorSketch.parse(bytes);
      const made = sketch.toBytes();
      for (const visitor of visitors(500, 2)) sketch.add(visitor);
      expect([bytes, made]).toEqual([before, before]);
    }
  });

  it('parses a part of a larger buffer', () => {
    const bytes = createSketch(visitors(10, 1)).toBytes();
    const surrounded = new Uint8Array([1, 2, 3, ...bytes, 4, 5]);
    expect(VisitorSketch.parse(surrounded.subarray(3, -2)).toBytes()).toEqual(bytes);
  });

  it('parses an ArrayBuffer', () => {
    const bytes = createSketch(visitors(10, 1)).toBytes();
    expect(VisitorSketch.parse(new Uint8Array(bytes).buffer).toBytes()).toEqual(bytes);
  });

  it('does not depend on order or repetition', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 990, 1500),
        fc.nat(),
        fc.array(anyVisitor),
        (size, seed, others) => {
          const initial = [...visitors(size, seed)];
          const sketch = createSketch([...initial, ...others]);
          const other = createSketch([...others, ...others, ...initial.toReversed()]);
          expect(other.count).toBe(sketch.count);
          if (size > 1000) expect(other.toBytes().equals(sketch.toBytes())).toBe(true);
          const before = sketch.toBytes();
          for (const visitor of [...others, ...initial]) sketch.add(visitor);
          expect(sketch.toBytes().equals(before)).toBe(true);
        },
      ),
    );
  });

  it.each(SEEDS)('has an error below 5 %% up to a million visitors, with seed %i', (seed) => {
    const errors = measureErrors([1001, 5000, 20_000, 100_000, 1_000_000], seed);
    expect(Math.max(...errors)).toBeLessThan(0.05);
  });

  it.each(SEEDS)('never decreases and is an integer, with seed %i', (seed) => {
    const counts = countAfterEach(visitors(4000, seed));
    expect(counts).toEqual(ascending(counts));
    expect(counts.every(Number.isSafeInteger)).toBe(true);
  });

  it('never decreases while one register fills up', () => {
    const ranks = Array.from({ length: 36 }, (_, rank) => Math.floor(2 ** (34 - rank)));
    const sketch = createSketch(visitors(1001, 1));
    const counts = countAfterEach(
      ranks.map((rank) => rank * DENSE_BYTES),
      sketch,
    );
    expect(counts).toEqual(ascending(counts));
  });

  it('exceeds 1000 after the change of form, whatever the visitor', () => {
    fc.assert(
      fc.property(fc.nat(), anyVisitor, (seed, last) => {
        const sketch = createSketch(visitors(1000, seed));
        sketch.add(last);
        expect(sketch.count).toBeGreaterThan(1000);
        expect(sketch.count).toBeLessThan(1100);
      }),
    );
  });

  it.each([1, 5, 7, 6001, 6006, 8191, 8193, 8196])('rejects %i bytes', (length) => {
    expect(() => VisitorSketch.parse(new Uint8Array(length))).toThrow(
      `a visitor sketch cannot have ${length} bytes`,
    );
  });
});
