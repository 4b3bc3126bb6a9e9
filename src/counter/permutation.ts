import { createCipheriv, type Cipher } from 'node:crypto';

/** Four rounds are enough (Luby and Rackoff, 1988). FF3 of NIST SP 800-38G has eight. */
const ROUNDS = [0, 1, 2, 3, 4, 5, 6, 7];
const ROUNDS_BACKWARDS = ROUNDS.toReversed();
const AES_BLOCK_BYTES = 16;

/**
 * A keyed permutation of the numbers below `size`: a balanced Feistel network with AES-256 as its
 * round function, and cycle walking of fewer than four steps on average (Black and Rogaway,
 * "Ciphers with Arbitrary Finite Domains", 2002, method 3). Batches save calls of the cipher.
 */
export class Permutation {
  readonly #halfBits: bigint;
  readonly #halfMask: bigint;
  readonly #aes: Cipher;

  /** @param secret 32 bytes. */
  constructor(
    secret: Buffer,
    private readonly size: bigint,
  ) {
    const bits = (size - 1n).toString(2).length;
    this.#halfBits = BigInt(Math.ceil(bits / 2));
    this.#halfMask = (1n << this.#halfBits) - 1n;
    // ECB over single blocks is AES as a pseudorandom function, and the cipher can be reused.
    this.#aes = createCipheriv('aes-256-ecb', secret, null).setAutoPadding(false);
  }

  /** @param values from 0 to `size` - 1. */
  apply(values: readonly bigint[]): bigint[] {
    return this.#walk(values, (batch) => this.#feistel(batch));
  }

  invert(values: readonly bigint[]): bigint[] {
    return this.#walk(values, (batch) => this.#feistelBackwards(batch));
  }

  #walk(values: readonly bigint[], step: (batch: readonly bigint[]) => bigint[]): bigint[] {
    const stepped = step(values);
    const outside = stepped.filter((value) => value >= this.size);
    if (outside.length === 0) return stepped;
    const arrived = this.#walk(outside, step).values();
    return stepped.map((value) => (value < this.size ? value : (arrived.next().value ?? value)));
  }

  #feistel(values: readonly bigint[]): bigint[] {
    const [lefts, rights] = this.#split(values);
    return this.#join(...this.#rounds(ROUNDS, lefts, rights));
  }

  #feistelBackwards(values: readonly bigint[]): bigint[] {
    const [lefts, rights] = this.#split(values);
    const [mixedRights, mixedLefts] = this.#rounds(ROUNDS_BACKWARDS, rights, lefts);
    return this.#join(mixedLefts, mixedRights);
  }

  /** With reversed rounds and swapped halves, a Feistel network is its own inverse. */
  #rounds(
    rounds: readonly number[],
    ones: BigUint64Array,
    others: BigUint64Array,
  ): [BigUint64Array, BigUint64Array] {
    let halves: [BigUint64Array, BigUint64Array] = [ones, others];
    for (const round of rounds) {
      this.#mix(halves[0], round, halves[1]);
      halves = [halves[1], halves[0]];
    }
    return halves;
  }

  #split(values: readonly bigint[]): [BigUint64Array, BigUint64Array] {
    return [
      BigUint64Array.from(values, (value) => value >> this.#halfBits),
      BigUint64Array.from(values, (value) => value & this.#halfMask),
    ];
  }

  #join(lefts: BigUint64Array, rights: BigUint64Array): bigint[] {
    return Array.from(lefts, (left, index) => (left << this.#halfBits) | (rights[index] ?? 0n));
  }

  #mix(halves: BigUint64Array, round: number, others: BigUint64Array): void {
    const scrambled = this.#scramble(round, others);
    halves.forEach((half, index) => {
      halves[index] = half ^ (scrambled.getBigUint64(index * AES_BLOCK_BYTES) & this.#halfMask);
    });
  }

  /** The block contains the domain's bits, so that each key length has its own permutation. */
  #scramble(round: number, halves: BigUint64Array): DataView {
    const blocks = new DataView(new ArrayBuffer(halves.length * AES_BLOCK_BYTES));
    halves.forEach((half, index) => {
      const at = index * AES_BLOCK_BYTES;
      blocks.setBigUint64(at, half);
      blocks.setUint32(at + 8, Number(this.#halfBits));
      blocks.setUint32(at + 12, round);
    });
    const { buffer, byteOffset, byteLength } = this.#aes.update(blocks);
    return new DataView(buffer, byteOffset, byteLength);
  }
}
