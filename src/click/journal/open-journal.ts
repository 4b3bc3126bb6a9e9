import type { JournalDirectory } from './journal-directory.js';
import { JournalEncoder } from './journal-encoder.js';
import { JournalFile } from './journal-file.js';
import { JOURNAL_HEADER } from './journal-format.js';
import type { ClickBatch } from './click-batch.js';

/** A journal that is being written: its file, and the numbers by which it knows visits. */
export class OpenJournal {
  readonly #file: JournalFile;
  #encoder = new JournalEncoder();
  #clickCount = 0;

  /** @throws when there is such a journal already, or it cannot be made. */
  constructor(
    readonly id: string,
    directory: JournalDirectory,
  ) {
    this.#file = new JournalFile(directory.path(id, 'open'), directory.path(id, 'closed'));
  }

  get clickCount(): number {
    return this.#clickCount;
  }

  /** Whether nothing more may be written to it. */
  get isTorn(): boolean {
    return this.#file.isTorn;
  }

  /** All of the turn or nothing. @throws when there is no space left, for one. */
  append(batch: ClickBatch): void {
    const lines = this.#encoder.encode(batch);
    try {
      this.#file.append(this.#file.isEmpty ? JOURNAL_HEADER + lines : lines);
    } catch (error) {
      this.#encoder = this.#encoder.reset();
      throw error;
    }
    this.#clickCount += batch.clicks.length;
  }

  /** From now on anybody may count it. */
  close(): void {
    this.#file.close();
  }
}
