import { closeSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import { encodeUtf8 } from './encode-utf8.js';
import { isFileNotFound } from './is-file-not-found.js';

/**
 * A journal that is being written. What `append` was given is with the operating system when it returns:
 * the end of this process takes nothing of it away.
 */
export class JournalFile {
  readonly #descriptor: number;
  #length = 0;
  #isTorn = false;

  /** @throws when there is such a file already, or it cannot be made. */
  constructor(
    private readonly openPath: string,
    private readonly closedPath: string,
  ) {
    this.#descriptor = openSync(openPath, 'ax', 0o600);
  }

  /** Whether it ends with half a line, so that nothing may be written behind it. */
  get isTorn(): boolean {
    return this.#isTorn;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** All of the text or nothing. @throws when there is no space left, for one. */
  append(text: string): void {
    const bytes = encodeUtf8(text);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written);
      this.#length += bytes.length;
    } catch (error) {
      this.#cutOff();
      throw error;
    }
  }

  /** Half a line is to be the last one. */
  #cutOff(): void {
    try {
      ftruncateSync(this.#descriptor, this.#length);
    } catch {
      this.#isTorn = true;
    }
  }

  /** From now on anybody may count it. If others took it for left behind, they have closed it already. */
  close(): void {
    closeSync(this.#descriptor);
    try {
      renameSync(this.openPath, this.closedPath);
    } catch (error) {
      if (!isFileNotFound(error)) throw error;
    }
  }
}
