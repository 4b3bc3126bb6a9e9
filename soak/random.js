import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of choices. Streams of one seed are independent, so that actors do not change each other's choices. */
export class Random {
  #generator;

  /** @param {import('pure-rand/types/JumpableRandomGenerator').JumpableRandomGenerator} generator */
  constructor(generator) {
    this.#generator = generator;
  }

  /**
   * @param {number} seed
   * @returns {() => Random} the next stream of this seed
   */
  static streamsOf(seed) {
    const generator = xoroshiro128plus(seed);
    return () => {
      generator.jump();
      return new Random(generator.clone());
    };
  }

  /** @param {number} from @param {number} to included */
  between(from, to) {
    return uniformInt(this.#generator, from, to);
  }

  /** @param {number} percent */
  chance(percent) {
    return this.between(1, 100) <= percent;
  }

  /**
   * @template T
   * @param {readonly T[]} values not empty
   */
  pick(values) {
    return /** @type {T} */ (values[this.between(0, values.length - 1)]);
  }

  /**
   * Prefers values at the end, as visitors prefer newer links.
   * @template T
   * @param {readonly T[]} values not empty
   */
  pickLate(values) {
    const last = values.length - 1;
    return /** @type {T} */ (values[Math.max(this.between(0, last), this.between(0, last))]);
  }

  /**
   * @template T
   * @param {readonly T[]} values
   */
  shuffle(values) {
    const rest = [...values];
    return values.map(() => /** @type {T} */ (rest.splice(this.between(0, rest.length - 1), 1)[0]));
  }
}
