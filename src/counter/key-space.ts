import { Permutation } from './permutation.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(ALPHABET.length);

/** The keys of one length, and where in the sequence of all ids they begin. */
interface Generation {
  readonly length: number;
  readonly firstId: bigint;
  readonly size: bigint;
  readonly permutation: Permutation;
}

/**
 * Turns ids into keys, one to one. Ids 0 to 62^n - 1 become the keys of the first length n, in an order
 * that only the secret tells; the ids after them those of length n + 1, and so on.
 */
export class KeySpace {
  readonly #generations: Generation[] = [];

  /** @param secret 32 bytes. */
  constructor(
    private readonly secret: Buffer,
    private readonly firstLength: number,
  ) {}

  /** @param id a whole number from 0. */
  keyOf(id: number): string {
    const { length, firstId, permutation } = this.#generationOf(BigInt(id));
    return toBase62(permutation.apply(BigInt(id) - firstId), length);
  }

  #generationOf(id: bigint): Generation {
    for (let index = 0; ; index++) {
      const generation = (this.#generations[index] ??= this.#generation(index));
      if (id < generation.firstId + generation.size) return generation;
    }
  }

  #generation(index: number): Generation {
    const previous = this.#generations[index - 1];
    const length = this.firstLength + index;
    const size = BASE ** BigInt(length);
    return {
      length,
      firstId: previous === undefined ? 0n : previous.firstId + previous.size,
      size,
      permutation: new Permutation(this.secret, size),
    };
  }
}

function toBase62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= BASE)
    text = ALPHABET[Number(rest % BASE)] + text;
  return text;
}
