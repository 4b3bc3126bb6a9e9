import type { ClickBatch } from './click-batch.js';

/** Turns that wait to be written, first come, first served, up to a number of clicks in all. */
export class WriteBacklog {
  #batches: ClickBatch[] = [];
  #clickCount = 0;

  constructor(private readonly maxClickCount: number) {}

  get clickCount(): number {
    return this.#clickCount;
  }

  /** Whether there was room. */
  add(batch: ClickBatch): boolean {
    if (this.#clickCount + batch.clicks.length > this.maxClickCount) return false;
    this.#batches.push(batch);
    this.#clickCount += batch.clicks.length;
    return true;
  }

  /** Those for which `write` throws, and all behind them, wait on. */
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
}
