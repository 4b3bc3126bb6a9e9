/** Lines for a journal, and how many clicks they stand for. */
export interface Lines {
  readonly text: string;
  readonly lineCount: number;
  readonly clickCount: number;
}

/** Lines that wait to be written, first come, first served, up to a length in all. */
export class Unwritten {
  #lines: Lines[] = [];
  #length = 0;
  #clickCount = 0;

  constructor(private readonly maxLength: number) {}

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  get clickCount(): number {
    return this.#clickCount;
  }

  /** Whether there was room. */
  add(lines: Lines): boolean {
    if (this.#length + lines.text.length > this.maxLength) return false;
    this.#lines.push(lines);
    this.#length += lines.text.length;
    this.#clickCount += lines.clickCount;
    return true;
  }

  /** Those for which `write` throws, and all behind them, wait on. */
  writeAll(write: (lines: Lines) => void): void {
    let writtenCount = 0;
    try {
      for (const lines of this.#lines) {
        write(lines);
        writtenCount++;
        this.#length -= lines.text.length;
        this.#clickCount -= lines.clickCount;
      }
    } finally {
      this.#lines = this.#lines.slice(writtenCount);
    }
  }
}
