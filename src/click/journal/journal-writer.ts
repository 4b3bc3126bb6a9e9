import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Clock } from '../../platform/background/clock.js';
import type { JournalDirectory } from './journal-directory.js';
import { OpenJournal } from './open-journal.js';
import type { ClickBatch } from './click-batch.js';
import { WriteBacklog } from './write-backlog.js';

const ID_BYTES = 8;
/** Less than others wait until they take over what a silent writer left. */
const LATE_AFTER_MS = 2_500;
/** What a database can count in one go in well less time than it is given. */
const MAX_CLICKS = 10_000;
/** Kept in memory while nothing can be written. */
const MAX_UNWRITTEN_CLICKS = 500_000;

/** Writes the journals of this instance, one after the other. */
export class JournalWriter {
  readonly #logger = new Logger(JournalWriter.name);
  #id = '';
  #journalCount = 0;
  #journal: OpenJournal | undefined;
  #heartbeatAtMs = Number.NEGATIVE_INFINITY;
  readonly #backlog = new WriteBacklog(MAX_UNWRITTEN_CLICKS);
  #isWriteFailing = false;
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
    return counts.reduce((sum, count) => sum + count, this.#backlog.clickCount);
  }

  /** Clicks that were not written, as there was no space for them for too long. */
  get lostCount(): number {
    return this.#lostCount;
  }

  /** A sign of life, to be given each second. @throws when it cannot be written. */
  heartbeat(): void {
    if (this.#isLate()) this.#startAsNewWriter();
    const sentAtMs = this.clock.nowMs();
    this.directory.heartbeat(this.#id);
    this.#heartbeatAtMs = sentAtMs;
  }

  /** With the operating system when it returns; if that is not possible, in memory, and written later. */
  append(batch: ClickBatch): void {
    if (!this.#backlog.add(batch)) this.#lostCount += batch.clicks.length;
    // A disk that is full is not asked with every click.
    if (!this.#isWriteFailing) this.flush();
  }

  /** Writes what could not be written before. To be called each second. */
  flush(): void {
    const wasInTrouble = this.#isWriteFailing;
    try {
      this.#backlog.writeAll((batch) => this.#write(batch));
      this.#isWriteFailing = false;
      if (wasInTrouble) this.#logger.warn('clicks can be written to DATA_DIR again');
    } catch (error) {
      this.#isWriteFailing = true;
      if (!wasInTrouble) this.#logger.error(error, 'clicks cannot be written to DATA_DIR');
    }
  }

  /** Leaves what was written so far to be counted. */
  rotate(): void {
    const journal = this.#journal;
    this.#journal = undefined;
    journal?.close();
  }

  /** The journal was counted. */
  forget(journalId: string): void {
    this.#clickCounts.delete(journalId);
  }

  #write(batch: ClickBatch): void {
    if (this.#isLate()) this.heartbeat();
    if (this.#journal?.isTorn === true) this.#tryToRotate();
    const journal = (this.#journal ??= this.#open());
    journal.append(batch);
    this.#clickCounts.set(journal.id, journal.clickCount);
    if (journal.clickCount >= MAX_CLICKS) this.#tryToRotate();
  }

  /** What is written is written: if the journal cannot be closed, it is left for others to find. */
  #tryToRotate(): void {
    try {
      this.rotate();
    } catch (error) {
      this.#logger.error(error, 'a journal of clicks cannot be closed');
    }
  }

  #open(): OpenJournal {
    this.#journalCount++;
    return new OpenJournal(`${this.#id}-${this.#journalCount}`, this.directory);
  }

  /** Others may have taken this writer for dead, and count its journal without what would come now. */
  #isLate(): boolean {
    return this.clock.nowMs() - this.#heartbeatAtMs > LATE_AFTER_MS;
  }

  /** Under a name that nobody else has had. What the old one left is for others to find. */
  #startAsNewWriter(): void {
    this.#tryToRotate();
    this.#clickCounts.clear();
    this.directory.make();
    this.#id = randomBytes(ID_BYTES).toString('hex');
  }
}
