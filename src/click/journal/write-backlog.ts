import type { ClickBatch } from './journal-format.js';

/** Batches that are not written yet, in order, up to a total number of clicks. */
export class WriteBacklog {
  #batches: ClickBatch[] = [];
  #clickCount = 0;

  constructor(private readonly maxClickCount: number) {}

  get clickCount(): number {
    return this.#clickCount;
  }

  /** Returns false if the batch exceeds the limit. */
  add(batch: ClickBatch): boolean {
    if (this.#clickCount + batch.clicks.length > this.maxClickCount) return false;
    this.#batches.push(batch);
    this.#clickCount += batch.clicks.length;
    return true;
  }

  /** Keeps the batch for which `write` throws, and all after it. */
  writeAll(write: (batch: ClickBatch) => void): void {
    let writtenCount = 0;
    try {
      for (const batch of this.#batches) {
        write(batch);
        writtenCount++;
        this.#clickCount -= batch.clicks.length;
      }
    } finally {
      this.#batches = this.#batches.slice(writtenCount);
    }
  }

  /** Removes and returns the first batches, up to the one that reaches this number of clicks. */
  take(clickCount: number): ClickBatch[] {
    let takenCount = 0;
    let end = 0;
    while (takenCount < clickCount && end < this.#batches.length) {
      takenCount += this.#batches[end]?.clicks.length ?? 0;
      end++;
    }
    const taken = this.#batches.slice(0, end);
    this.#batches = this.#batches.slice(end);
    this.#clickCount -= takenCount;
    return taken;
  }
}
