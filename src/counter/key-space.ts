import { Permutation } from './permutation.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(ALPHABET.length);
/** 62^20 ids are never used up. */
const MAX_LENGTH = 20;

interface KeyLengthRange {
  readonly length: number;
  readonly firstId: bigint;
  readonly size: bigint;
  readonly permutation: Permutation;
}

/** Ids 0 to 62^n - 1 have keys of the first length n, the following ids of n + 1, and so on. */
export class KeySpace {
  readonly #ranges: KeyLengthRange[] = [];

  constructor(
    private readonly secret: Buffer,
    private readonly firstLength: number,
  ) {}

  /** @param ids integers from 0, in ascending order. */
  encode(ids: readonly number[]): string[] {
    const [first] = ids;
    if (first === undefined) return [];
    const { length, firstId, size, permutation } = this.#rangeOfId(BigInt(first));
    const values = ids.map((id) => BigInt(id) - firstId).filter((value) => value < size);
    const keys = permutation.apply(values).map((value) => toBase62(value, length));
    return [...keys, ...this.encode(ids.slice(keys.length))];
  }

  decode(key: string): number | undefined {
    const index = key.length - this.firstLength;
    const value = fromBase62(key);
    if (index < 0 || key.length > MAX_LENGTH || value === undefined) return undefined;
    const { firstId, permutation } = this.#rangeAt(index);
    const [offset = 0n] = permutation.invert([value]);
    return Number(firstId + offset);
  }

  #rangeOfId(id: bigint): KeyLengthRange {
    for (let index = 0; ; index++) {
      const range = this.#rangeAt(index);
      if (id < range.firstId + range.size) return range;
    }
  }

  #rangeAt(index: number): KeyLengthRange {
    return (this.#ranges[index] ??= this.#createRange(index));
  }

  #createRange(index: number): KeyLengthRange {
    const previous = index === 0 ? undefined : this.#rangeAt(index - 1);
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

function fromBase62(text: string): bigint | undefined {
  let value = 0n;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit === -1) return undefined;
    value = value * BASE + BigInt(digit);
  }
  return value;
}
