/** A run of ids that this instance alone may hand out. */
export class Block {
  #next: number;
  readonly #end: number;

  constructor(
    first: number,
    readonly size: number,
  ) {
    this.#next = first;
    this.#end = first + size;
  }

  get remaining(): number {
    return this.#end - this.#next;
  }

  /** The next id, or `undefined` once the block is used up. */
  take(): number | undefined {
    return this.#next < this.#end ? this.#next++ : undefined;
  }
}
