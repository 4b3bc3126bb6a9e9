const TWO_TO_32 = 2 ** 32;

/** A pseudorandom generator: Steele, Lea and Flood's SplitMix with 32 bits. */
export class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = mix(seed);
  }

  /** Returns a number from 0 up to, but not including, 1. */
  next() {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return mix(this.#state) / TWO_TO_32;
  }

  /** @param {number} limit an integer of at most 32 bits */
  below(limit) {
    return Math.floor(this.next() * limit);
  }
}

/** Picks an index in proportion to its weight, in constant time (Walker, "alias method", 1977). */
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
 * Returns the weights of Zipf's law: 1, 1/2, 1/3 …
 * @param {number} count
 */
export function zipf(count) {
  return Float64Array.from({ length: count }, (_, index) => 1 / (index + 1));
}

/**
 * Returns 48 bits.
 * @param {number} one
 * @param {number} other
 */
export function hashPair(one, other) {
  const low = mix(mix(one + 1) ^ other);
  return (mix(low ^ 0x85ebca6b) >>> 16) * TWO_TO_32 + low;
}

/** @param {number} bits */
function mix(bits) {
  let result = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  result = Math.imul(result ^ (result >>> 15), 0x735a2d97);
  return (result ^ (result >>> 15)) >>> 0;
}
