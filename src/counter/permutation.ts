import { createCipheriv, type Cipher } from 'node:crypto';

/** Four rounds suffice against this use (Luby and Rackoff, 1988); eight is what FF3 of NIST SP 800-38G takes. */
const ROUNDS = 8;
const AES_BLOCK_BYTES = 16;

/**
 * A keyed bijection of the numbers below `size`: a balanced Feistel network over the next even number of
 * bits, walked until it falls below `size` again (Black and Rogaway, "Ciphers with Arbitrary Finite
 * Domains", 2002, method 3; less than four steps on average). Its round function is AES-256.
 */
export class Permutation {
  readonly #halfBits: bigint;
  readonly #halfMask: bigint;
  readonly #aes: Cipher;
  readonly #block = Buffer.alloc(AES_BLOCK_BYTES);

  /** @param secret 32 bytes. */
  constructor(
    secret: Buffer,
    private readonly size: bigint,
  ) {
    const bits = (size - 1n).toString(2).length;
    this.#halfBits = BigInt(Math.ceil(bits / 2));
    this.#halfMask = (1n << this.#halfBits) - 1n;
    // ECB over single blocks is AES as a bare pseudorandom function, and the cipher can be kept.
    this.#aes = createCipheriv('aes-256-ecb', secret, null).setAutoPadding(false);
  }

  /** @param value from 0 to `size` - 1. */
  apply(value: bigint): bigint {
    let result = value;
    do result = this.#feistel(result);
    while (result >= this.size);
    return result;
  }

  /** The value that `apply` turns into this one. */
  invert(value: bigint): bigint {
    let result = value;
    do result = this.#feistelBackwards(result);
    while (result >= this.size);
    return result;
  }

  #feistel(value: bigint): bigint {
    let left = value >> this.#halfBits;
    let right = value & this.#halfMask;
    for (let round = 0; round < ROUNDS; round++) {
      [left, right] = [right, left ^ (this.#scramble(round, right) & this.#halfMask)];
    }
    return (left << this.#halfBits) | right;
  }

  #feistelBackwards(value: bigint): bigint {
    let left = value >> this.#halfBits;
    let right = value & this.#halfMask;
    for (let round = ROUNDS - 1; round >= 0; round--) {
      [left, right] = [right ^ (this.#scramble(round, left) & this.#halfMask), left];
    }
    return (left << this.#halfBits) | right;
  }

  /** The domain's size is part of the input, so that each key length has a permutation of its own. */
  #scramble(round: number, half: bigint): bigint {
    this.#block.writeBigUInt64BE(half, 0);
    this.#block.writeUInt32BE(Number(this.#halfBits), 8);
    this.#block.writeUInt32BE(round, 12);
    return this.#aes.update(this.#block).readBigUInt64BE(0);
  }
}
