import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CounterStore } from '../../counter/counter.store.js';
import { Clock } from '../../platform/background/clock.js';
import { StartError } from '../../platform/config/start-error.js';
import { isDiskFull } from '../../platform/file-errors.js';
import { JournalDirectory, parseWriterId } from './journal-directory.js';
import { OpenJournal } from './journal-file.js';
import { encodeJournal, type ClickBatch } from './journal-format.js';
import { WriteBacklog } from './write-backlog.js';

const ID_BYTES = 8;
/** Shorter than the time after which other writers claim the journals of this one. */
const LATE_AFTER_MS = 2_500;
/** The database can count this many within its time limit. */
const MAX_CLICKS_PER_JOURNAL = 10_000;
const MAX_BACKLOG_CLICKS = 500_000;

/** A journal that could not be written to DATA_DIR. Its id makes sure that it counts once, wherever it is kept. */
export interface MemoryJournal {
  readonly id: string;
  readonly text: string;
  readonly clickCount: number;
}

/** Writes the journals of this instance, one after the other. */
@Injectable()
export class JournalWriter implements OnModuleInit {
  readonly #logger = new Logger(JournalWriter.name);
  #id = createWriterId();
  #journalCount = 0;
  #journal: OpenJournal | undefined;
  #heartbeatAtMs = Number.NEGATIVE_INFINITY;
  readonly #backlog = new WriteBacklog(MAX_BACKLOG_CLICKS);
  #memoryJournal: MemoryJournal | undefined;
  readonly #unclosedIds = new Set<string>();
  #isWriteFailing = false;
  #isDiscarding = false;
  #lostCount = 0;
  readonly #clickCounts = new Map<string, number>();

  constructor(
    private readonly directory: JournalDirectory,
    private readonly clock: Clock,
    private readonly counter: CounterStore,
  ) {}

  /** @throws StartError if DATA_DIR cannot be written. */
  async onModuleInit(): Promise<void> {
    const { secret } = await this.counter.read();
    try {
      this.directory.open(secret);
      this.heartbeat();
    } catch (error) {
      // PM2 would not start an instance again that ends here, until somebody reloads.
      if (!isDiskFull(error)) throw StartError.because('DATA_DIR cannot be written', error);
      this.#logger.error(error, 'cannot write heartbeat file in DATA_DIR');
    }
  }

  get id(): string {
    return this.#id;
  }

  get pendingCount(): number {
    const counts = [...this.#clickCounts.values()];
    return counts.reduce((sum, count) => sum + count, this.unwrittenCount);
  }

  /** The number of journals with clicks that are not counted yet. */
  get pendingJournalCount(): number {
    return this.#clickCounts.size + (this.#memoryJournal === undefined ? 0 : 1);
  }

  /** Clicks that are only in the memory of this process. */
  get unwrittenCount(): number {
    return this.#backlog.clickCount + (this.#memoryJournal?.clickCount ?? 0);
  }

  /** Clicks that exceeded the backlog. */
  get lostCount(): number {
    return this.#lostCount;
  }

  /** Whether clicks wait in memory, because the last attempt to write them failed. */
  get isWriteFailing(): boolean {
    return this.#isWriteFailing;
  }

  /** To be called each second; otherwise another writer claims the journals. @throws if it cannot be written. */
  heartbeat(): void {
    if (this.#isLate()) this.#startAsNewWriter();
    const sentAtMs = this.clock.nowMs();
    this.directory.heartbeat(this.#id);
    this.#heartbeatAtMs = sentAtMs;
  }

  /** Writes the batch before it returns. If that fails, the batch waits in memory for `flush`. */
  append(batch: ClickBatch): void {
    if (!this.#backlog.add(batch)) this.#discard(batch);
    // After a failure only `flush` tries again: each attempt on a full disk takes time.
    if (!this.#isWriteFailing) this.flush();
  }

  /** Writes the backlog. To be called each second. */
  flush(): void {
    // Nothing would show whether the disk is still full.
    if (this.unwrittenCount === 0) return;
    const wasFailing = this.#isWriteFailing;
    try {
      this.#writeMemoryJournal();
      this.#backlog.writeAll((batch) => this.#write(batch));
      this.#isWriteFailing = false;
      this.#isDiscarding = false;
      if (wasFailing) this.#logger.warn('writing clicks to DATA_DIR again');
    } catch (error) {
      this.#isWriteFailing = true;
      if (!wasFailing) this.#logger.error(error, 'cannot write clicks to DATA_DIR');
    }
  }

  /** Makes a journal of unwritten clicks. It stays the same until it is processed, or written after all. */
  takeMemoryJournal(): MemoryJournal | undefined {
    const batches =
      this.#memoryJournal === undefined ? this.#backlog.take(MAX_CLICKS_PER_JOURNAL) : [];
    if (batches.length > 0) {
      const clickCount = batches.reduce((sum, { clicks }) => sum + clicks.length, 0);
      this.#memoryJournal = { id: this.#nextJournalId(), text: encodeJournal(batches), clickCount };
    }
    return this.#memoryJournal;
  }

  /** Closes the current journal. The next batch opens another one. */
  rotate(): void {
    const journal = this.#journal;
    this.#journal = undefined;
    try {
      journal?.close();
    } catch (error) {
      this.#logger.error(error, 'cannot close journal');
      if (journal !== undefined) this.#unclosedIds.add(journal.id);
    }
  }

  async listClosed(): Promise<string[]> {
    for (const id of this.#unclosedIds) {
      await this.directory.move(id, 'open', 'closed');
      this.#unclosedIds.delete(id);
    }
    return (await this.directory.list('closed')).filter((id) => parseWriterId(id) === this.#id);
  }

  markProcessed(journalId: string): void {
    this.#clickCounts.delete(journalId);
    if (this.#memoryJournal?.id === journalId) this.#memoryJournal = undefined;
  }

  /** Closes the current journal, and removes the heartbeat file unless journals are pending. */
  async close(): Promise<void> {
    this.flush();
    this.rotate();
    if ((await this.listClosed()).length === 0) await this.directory.removeHeartbeat(this.#id);
  }

  #write(batch: ClickBatch): void {
    if (this.#isLate()) this.heartbeat();
    if (this.#journal?.isTorn === true) this.rotate();
    const journal = (this.#journal ??= this.#open());
    journal.append(batch);
    // The process may have been stopped since it looked at the clock.
    if (this.#isLate() && journal.isSealed()) {
      this.heartbeat();
      this.#write(batch);
      return;
    }
    this.#clickCounts.set(journal.id, journal.clickCount);
    if (journal.clickCount >= MAX_CLICKS_PER_JOURNAL) this.rotate();
  }

  #writeMemoryJournal(): void {
    const journal = this.#memoryJournal;
    if (journal === undefined) return;
    if (this.#isLate()) this.heartbeat();
    this.directory.writeClosed(journal.id, journal.text);
    this.#memoryJournal = undefined;
    this.#clickCounts.set(journal.id, journal.clickCount);
  }

  #discard({ clicks }: ClickBatch): void {
    this.#lostCount += clicks.length;
    if (!this.#isDiscarding)
      this.#logger.error('backlog of unwritten clicks is full: losing clicks');
    this.#isDiscarding = true;
  }

  #open(): OpenJournal {
    return new OpenJournal(this.#nextJournalId(), this.directory);
  }

  #nextJournalId(): string {
    this.#journalCount++;
    return `${this.#id}-${this.#journalCount}`;
  }

  /** Whether another writer may have claimed the current journal, and would miss what is appended now. */
  #isLate(): boolean {
    return this.clock.nowMs() - this.#heartbeatAtMs > LATE_AFTER_MS;
  }

  #startAsNewWriter(): void {
    this.rotate();
    // Another writer claims the journals of the old id.
    this.#unclosedIds.clear();
    this.#clickCounts.clear();
    this.#id = createWriterId();
    this.directory.createIfMissing();
  }
}

function createWriterId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}
