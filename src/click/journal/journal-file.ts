import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { isFileNotFound } from '../../platform/file-errors.js';
import { OWNER_ONLY_FILE_MODE } from '../../platform/private-files.js';
import type { JournalDirectory } from './journal-directory.js';
import { JOURNAL_HEADER, JOURNAL_SEAL, JournalEncoder, type ClickBatch } from './journal-format.js';

const MAX_BYTES_PER_UTF16_UNIT = 3;

export class OpenJournal {
  readonly #file: JournalFile;
  #encoder = new JournalEncoder();
  #clickCount = 0;

  /** @throws if the journal exists or cannot be created. */
  constructor(
    readonly id: string,
    directory: JournalDirectory,
  ) {
    this.#file = new JournalFile(directory.path(id, 'open'), directory.path(id, 'closed'));
  }

  get clickCount(): number {
    return this.#clickCount;
  }

  /** Whether the file ends with a partial line. Nothing may be appended to it. */
  get isTorn(): boolean {
    return this.#file.isTorn;
  }

  /** Writes the batch completely or not at all. @throws if it cannot be written. */
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

  /** Whether another writer ended the journal before the last batch was complete. */
  isSealed(): boolean {
    return this.#file.isSealed();
  }

  close(): void {
    this.#file.close();
  }
}

/** An append-only file. Appended text is with the operating system, and survives the process. */
export class JournalFile {
  readonly #descriptor: number;
  #length = 0;
  #isTorn = false;

  /** @throws if the file exists or cannot be created. */
  constructor(
    private readonly openPath: string,
    private readonly closedPath: string,
  ) {
    this.#descriptor = openSync(openPath, 'ax+', OWNER_ONLY_FILE_MODE);
  }

  get isTorn(): boolean {
    return this.#isTorn;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Writes the text completely or not at all. @throws if it cannot be written. */
  append(text: string): void {
    const bytes = encodeUtf8(text);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written);
      this.#length += bytes.length;
    } catch (error) {
      this.#truncate();
      throw error;
    }
  }

  #truncate(): void {
    try {
      ftruncateSync(this.#descriptor, this.#length);
    } catch {
      this.#isTorn = true;
    }
  }

  /** Whether a seal stands before the end of what was appended, also in a file that was moved or removed. */
  isSealed(): boolean {
    const bytes = Buffer.alloc(fstatSync(this.#descriptor).size);
    const length = readSync(this.#descriptor, bytes, 0, bytes.length, 0);
    const position = bytes.subarray(0, length).indexOf(JOURNAL_SEAL);
    return position !== -1 && position < this.#length;
  }

  /** Hands the file over for processing. Another writer may have closed it before, as orphaned. */
  close(): void {
    closeSync(this.#descriptor);
    try {
      renameSync(this.openPath, this.closedPath);
    } catch (error) {
      if (!isFileNotFound(error)) throw error;
    }
  }
}

let buffer = Buffer.alloc(0);

/** The result is valid until the next call: the buffer is reused, as a new one costs more than the write. */
export function encodeUtf8(text: string): Buffer {
  const maxLength = MAX_BYTES_PER_UTF16_UNIT * text.length;
  if (buffer.length < maxLength) buffer = Buffer.allocUnsafeSlow(2 * maxLength);
  return buffer.subarray(0, buffer.write(text));
}
