import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Clock } from '../../cluster/clock.js';
import type { JournalDirectory } from './journal-directory.js';
import { JournalFile } from './journal-file.js';
import { JOURNAL_HEADER } from './journal-format.js';
import { Unwritten, type Lines } from './unwritten.js';

const ID_BYTES = 8;
/** Less than others wait until they take over what a silent writer left. */
const LATE_AFTER_MS = 2_500;
/** What a database can count in one go in well less time than it is given. */
const MAX_LINES = 10_000;
/** Kept in memory while nothing can be written. */
const MAX_UNWRITTEN_LENGTH = 64 * 1024 * 1024;

/** Writes the journals of this instance, one after the other. */
export class JournalWriter {
  readonly #logger = new Logger(JournalWriter.name);
  #id = '';
  #journalCount = 0;
  #file: JournalFile | undefined;
  #lineCount = 0;
  #beatAtMs = Number.NEGATIVE_INFINITY;
  readonly #unwritten = new Unwritten(MAX_UNWRITTEN_LENGTH);
  #isInTrouble = false;
  #lostCount = 0;
  /** How many clicks are in each journal that is not counted yet. */
  readonly #clickCounts = new Map<string, number>();

  constructor(
    private readonly directory: JournalDirectory,
    private readonly clock: Clock,
  ) {}

  /** Under which others know this writer. */
  get id(): string {
    return this.#id;
  }

  /** Clicks that are not counted yet. */
  get pendingCount(): number {
    const counts = [...this.#clickCounts.values()];
    return counts.reduce((sum, count) => sum + count, this.#unwritten.clickCount);
  }

  /** Clicks that were not written, as there was no space for them for too long. */
  get lostCount(): number {
    return this.#lostCount;
  }

  /** A sign of life, to be given each second. @throws when it cannot be written. */
  beat(): void {
    if (this.#isLate()) this.#begin();
    const sentAtMs = this.clock.nowMs();
    this.directory.beat(this.#id);
    this.#beatAtMs = sentAtMs;
  }

  /** With the operating system when it returns; if that is not possible, in memory, and written later. */
  append(lines: Lines): void {
    if (!this.#unwritten.add(lines)) this.#lostCount += lines.clickCount;
    // A disk that is full is not asked with every click.
    if (!this.#isInTrouble) this.flush();
  }

  /** Writes what could not be written before. To be called each second. */
  flush(): void {
    const wasInTrouble = this.#isInTrouble;
    try {
      this.#unwritten.writeAll((lines) => this.#write(lines));
      this.#isInTrouble = false;
      if (wasInTrouble) this.#logger.warn('clicks can be written to DATA_DIR again');
    } catch (error) {
      this.#isInTrouble = true;
      if (!wasInTrouble) this.#logger.error(error, 'clicks cannot be written to DATA_DIR');
    }
  }

  /** Leaves what was written so far to be counted. */
  rotate(): void {
    const file = this.#file;
    this.#file = undefined;
    this.#lineCount = 0;
    file?.close();
  }

  /** The journal was counted. */
  forget(journalId: string): void {
    this.#clickCounts.delete(journalId);
  }

  #write({ text, lineCount, clickCount }: Lines): void {
    if (this.#isLate()) this.beat();
    if (this.#file?.isTorn === true) this.#tryToRotate();
    this.#file ??= this.#open();
    this.#file.append(this.#file.isEmpty ? JOURNAL_HEADER + text : text);
    this.#lineCount += lineCount;
    const journalId = this.#journalId();
    this.#clickCounts.set(journalId, (this.#clickCounts.get(journalId) ?? 0) + clickCount);
    if (this.#lineCount >= MAX_LINES) this.#tryToRotate();
  }

  /** What is written is written: if the journal cannot be closed, it is left for others to find. */
  #tryToRotate(): void {
    try {
      this.rotate();
    } catch (error) {
      this.#logger.error(error, 'a journal of clicks cannot be closed');
    }
  }

  #open(): JournalFile {
    this.#journalCount++;
    const journalId = this.#journalId();
    return new JournalFile(
      this.directory.path(journalId, 'open'),
      this.directory.path(journalId, 'closed'),
    );
  }

  #journalId(): string {
    return `${this.#id}-${this.#journalCount}`;
  }

  /** Others may have taken this writer for dead, and count its journal without what would come now. */
  #isLate(): boolean {
    return this.clock.nowMs() - this.#beatAtMs > LATE_AFTER_MS;
  }

  /** Under a name that nobody else has had. What the old one left is for others to find. */
  #begin(): void {
    this.#tryToRotate();
    this.#clickCounts.clear();
    this.directory.make();
    this.#id = randomBytes(ID_BYTES).toString('hex');
  }
}
