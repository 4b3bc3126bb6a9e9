import { describe, expect, it } from '@jest/globals';
import { KeySpace } from './key-space.js';

const SECRET = Buffer.from(
  '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  'hex',
);
const PREFIX_COUNT = 62 * 62;

describe(KeySpace.name, () => {
  const keySpace = new KeySpace(SECRET, 7);

  it('maps these ids to these keys in every version, so that new keys never collide with stored ones', () => {
    expect(keySpace.encode([0, 1, 2, 62 ** 7])).toEqual(KNOWN_KEYS);
  });

  it('uses up a length before the next, and no key twice', () => {
    const small = new KeySpace(SECRET, 1);
    const count = 62 + 62 ** 2 + 1000;
    const keys = small.encode(Array.from({ length: count }, (_, id) => id));
    expect(new Set(keys).size).toBe(count);
    expect(keys.findIndex((key) => key.length === 2)).toBe(62);
    expect(keys.findIndex((key) => key.length === 3)).toBe(62 + 62 ** 2);
    expect(keys.every((key) => /^[0-9A-Za-z]+$/.test(key))).toBe(true);
  });

  it('returns the id of each key, and none for other texts', () => {
    const small = new KeySpace(SECRET, 1);
    const ids = [0, 1, 61, 62, 62 + 62 ** 2 - 1, 62 + 62 ** 2, 62 + 62 ** 2 + 62 ** 3];
    expect(small.encode(ids).map((key) => small.decode(key))).toEqual(ids);
    for (const text of ['', 'abc-def', 'schön12', 'short', 'a'.repeat(21)]) {
      expect(keySpace.decode(text)).toBeUndefined();
    }
  });

  describe('the first 100 000 keys', () => {
    const keys = keySpace.encode(Array.from({ length: 100_000 }, (_, id) => id));

    it('have evenly distributed prefixes of two characters', () => {
      const counts = new Map<string, number>();
      for (const key of keys) counts.set(key.slice(0, 2), (counts.get(key.slice(0, 2)) ?? 0) + 1);
      // Chi-squared over 3844 cells: mean 3843, standard deviation 88; six of those are no accident.
      expect(chiSquared(counts, keys.length, PREFIX_COUNT)).toBeLessThan(3843 + 6 * 88);
      expect(chiSquared(counts, keys.length, PREFIX_COUNT)).toBeGreaterThan(3843 - 6 * 88);
    });

    it('share no more characters with neighbours than with random keys', () => {
      const shared = (one: string, other: string) =>
        [...one].filter((character, index) => character === other[index]).length;
      let total = 0;
      for (let id = 1; id < keys.length; id++) total += shared(keys[id - 1] ?? '', keys[id] ?? '');
      // Seven characters of 62: 11 290 by chance, with a standard deviation of about 105.
      expect(Math.abs(total - (7 * keys.length) / 62)).toBeLessThan(6 * 105);
    });

    it('are all different', () => {
      expect(new Set(keys).size).toBe(keys.length);
    });
  });
});

const KNOWN_KEYS = ['41Y0qJ1', 'KUg8Ges', 'sbCl08P', 'TpRMrDSX'];

function chiSquared(counts: Map<string, number>, total: number, cells: number): number {
  const expected = total / cells;
  const filled = [...counts.values()].reduce(
    (sum, count) => sum + (count - expected) ** 2 / expected,
    0,
  );
  return filled + (cells - counts.size) * expected;
}
