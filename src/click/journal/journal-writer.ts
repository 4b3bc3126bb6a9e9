import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Clock } from '../../cluster/clock.js';
import type { JournalDirectory } from './journal-directory.js';
import { JournalFile } from './journal-file.js';
import { JOURNAL_HEADER } from './journal-format.js';

const ID_BYTES = 8;
/** Less than others wait until they take over what a silent writer left. */
const LATE_AFTER_MS = 2_500;
/** What a database can count in one go in well less time than it is given. */
const MAX_LINES = 10_000;
/** Kept in memory while the disk is full. */
const MAX_HELD_LENGTH = 64 * 1024 * 1024;

/** Writes the journals of this instance, one after the other. */
export class JournalWriter {
  readonly #logger = new Logger(JournalWriter.name);
  #id = '';
  #journalCount = 0;
  #file: JournalFile | undefined;
  #lineCount = 0;
  #beatAtMs = Number.NEGATIVE_INFINITY;
  #held = '';
  #lostCount = 0;

  constructor(
    private readonly directory: JournalDirectory,
    private readonly clock: Clock,
  ) {}

  /** Under which others know this writer. */
  get id(): string {
    return this.#id;
  }

  /** Clicks that were not written, as there was no space for them for too long. */
  get lostCount(): number {
    return this.#lostCount;
  }

  /** To be called each second. */
  beat(): void {
    if (this.#isLate()) this.#begin();
    const sentAtMs = this.clock.nowMs();
    this.directory.beat(this.#id);
    this.#beatAtMs = sentAtMs;
  }

  /** With the operating system when it returns, if there is any space left. */
  append(text: string, lineCount: number, clickCount: number): void {
    try {
      this.#write(this.#held + text);
      this.#lineCount += lineCount;
      if (this.#held !== '') this.#logger.warn('clicks can be written to DATA_DIR again');
      this.#held = '';
    } catch (error) {
      if (this.#held === '') this.#logger.error(error, 'clicks cannot be written to DATA_DIR');
      this.#hold(text, clickCount);
    }
    if (this.#lineCount >= MAX_LINES) this.rotate();
  }

  /** Leaves what was written so far to be counted. */
  rotate(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#lineCount = 0;
  }

  #write(text: string): void {
    if (this.#isLate()) this.beat();
    this.#file ??= this.#open();
    this.#file.append(this.#file.isEmpty ? JOURNAL_HEADER + text : text);
  }

  #open(): JournalFile {
    this.#journalCount++;
    const journalId = `${this.#id}-${this.#journalCount}`;
    return new JournalFile(
      this.directory.path(journalId, 'open'),
      this.directory.path(journalId, 'closed'),
    );
  }

  /** Others may have taken this writer for dead, and count its journal without what would come now. */
  #isLate(): boolean {
    return this.clock.nowMs() - this.#beatAtMs > LATE_AFTER_MS;
  }

  /** Under a name that nobody else has had. What the old one left is found by others. */
  #begin(): void {
    this.rotate();
    this.#id = randomBytes(ID_BYTES).toString('hex');
  }

  #hold(text: string, clickCount: number): void {
    const hasRoom = this.#held.length + text.length <= MAX_HELD_LENGTH;
    if (hasRoom) this.#held += text;
    else this.#lostCount += clickCount;
  }
}
