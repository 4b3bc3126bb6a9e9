/** The standard error is 1.04 / sqrt(8192), that is 1.15 %. */
const REGISTER_COUNT = 2 ** 13;
/** What of a value's 48 bits does not choose the register. */
const RANK_BITS = 35;
const LOW_BITS = RANK_BITS - 32;
const INVERSE_POWERS = Float64Array.from({ length: RANK_BITS + 2 }, (_, rank) => 2 ** -rank);

/**
 * Estimates how many different values it was given, which are uniformly random integers of 48 bits (Flajolet
 * and others, "HyperLogLog", 2007).
 */
export class HyperLogLog {
  static readonly BYTES = REGISTER_COUNT;

  readonly #registers: Uint8Array;

  /** @param bytes what `toBytes` made. */
  constructor(bytes: Uint8Array = new Uint8Array(REGISTER_COUNT)) {
    this.#registers = new Uint8Array(bytes);
  }

  add(value: number): void {
    const index = value % REGISTER_COUNT;
    const rank = computeRank((value - index) / REGISTER_COUNT);
    if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank;
  }

  /**
   * The improved raw estimator of Ertl, "New cardinality estimation algorithms for HyperLogLog sketches",
   * 2017, algorithm 6, which no value can lower: the sum falls whenever a register rises. Without its τ,
   * the correction for full registers: of 35 bits, it is less than 0.001 % up to 10¹² values.
   */
  get estimate(): number {
    let zeros = 0;
    let sum = 0;
    for (let index = 0; index < REGISTER_COUNT; index++) {
      const rank = this.#registers[index] ?? 0;
      if (rank === 0) zeros++;
      else sum += INVERSE_POWERS[rank] ?? 0;
    }
    sum += REGISTER_COUNT * sigma(zeros / REGISTER_COUNT);
    return REGISTER_COUNT ** 2 / (2 * Math.LN2 * sum);
  }

  toBytes(): Buffer {
    return Buffer.from(this.#registers);
  }
}

/** The position of the first one among the 35 bits, from 1; 36 when there is none. */
function computeRank(bits: number): number {
  const high = Math.floor(bits / 2 ** LOW_BITS);
  return high > 0 ? Math.clz32(high) + 1 : Math.clz32(bits) + 1 + LOW_BITS;
}

/** x + x² + 2x⁴ + 4x⁸ + …, as far as a number can tell. */
function sigma(x: number): number {
  let [power, weight, sum, previous] = [x, 1, x, NaN];
  while (sum !== previous) {
    previous = sum;
    power *= power;
    sum += power * weight;
    weight *= 2;
  }
  return sum;
}
