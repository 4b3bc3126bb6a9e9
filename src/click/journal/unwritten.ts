import type { Turn } from './turn.js';

/** Turns that wait to be written, first come, first served, up to a number of clicks in all. */
export class Unwritten {
  #turns: Turn[] = [];
  #clickCount = 0;

  constructor(private readonly maxClickCount: number) {}

  get clickCount(): number {
    return this.#clickCount;
  }

  /** Whether there was room. */
  add(turn: Turn): boolean {
    if (this.#clickCount + turn.clicks.length > this.maxClickCount) return false;
    this.#turns.push(turn);
    this.#clickCount += turn.clicks.length;
    return true;
  }

  /** Those for which `write` throws, and all behind them, wait on. */
  writeAll(write: (turn: Turn) => void): void {
    let writtenCount = 0;
    try {
      for (const turn of this.#turns) {
        write(turn);
        writtenCount++;
        this.#clickCount -= turn.clicks.length;
      }
    } finally {
      this.#turns = this.#turns.slice(writtenCount);
    }
  }
}
