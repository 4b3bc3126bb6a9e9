/** A range of ids that only this instance issues. */
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

  take(): number | undefined {
    return this.#next < this.#end ? this.#next++ : undefined;
  }
}
