const TWO_TO_32 = 2 ** 32;

/** Numbers that look random, the same for the same seed: Steele, Lea and Flood's SplitMix with 32 bits. */
export class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = mixed(seed);
  }

  /** From 0 to 1, without it. */
  next() {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return mixed(this.#state) / TWO_TO_32;
  }

  /** @param {number} limit a whole number of at most 32 bits */
  below(limit) {
    return Math.floor(this.next() * limit);
  }
}

/** Picks an index in proportion to its weight, however many there are (Walker, "alias method", 1977). */
export class Weighted {
  #keep;
  #other;

  /** @param {ArrayLike<number>} weights */
  constructor(weights) {
    const { length } = weights;
    const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
    this.#keep = Float64Array.from(weights, (weight) => (weight * length) / total);
    this.#other = new Uint32Array(length);
    /** @type {number[]} */
    const small = [];
    /** @type {number[]} */
    const large = [];
    for (const [index, share] of this.#keep.entries()) (share < 1 ? small : large).push(index);
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop() ?? 0;
      const rich = large.at(-1) ?? 0;
      this.#other[poor] = rich;
      const left = (this.#keep[rich] ?? 0) - 1 + (this.#keep[poor] ?? 0);
      this.#keep[rich] = left;
      if (left < 1) small.push(large.pop() ?? 0);
    }
    for (const index of [...small, ...large]) this.#keep[index] = 1;
  }

  /** @param {Random} random */
  pick(random) {
    const index = random.below(this.#keep.length);
    return random.next() < (this.#keep[index] ?? 1) ? index : (this.#other[index] ?? 0);
  }
}

/**
 * The weights of Zipf's law: the second has half of the first, the third a third …
 * @param {number} count
 */
export function zipf(count) {
  return Float64Array.from({ length: count }, (_, index) => 1 / (index + 1));
}

/**
 * 48 bits, the same for the same two numbers.
 * @param {number} one
 * @param {number} other
 */
export function hashOf(one, other) {
  const low = mixed(mixed(one + 1) ^ other);
  return (mixed(low ^ 0x85ebca6b) >>> 16) * TWO_TO_32 + low;
}

/** @param {number} bits */
function mixed(bits) {
  let result = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  result = Math.imul(result ^ (result >>> 15), 0x735a2d97);
  return (result ^ (result >>> 15)) >>> 0;
}
