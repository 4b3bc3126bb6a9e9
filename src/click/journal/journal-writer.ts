import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CounterStore } from '../../counter/counter.store.js';
import { Clock } from '../../platform/background/clock.js';
import { StartError } from '../../platform/config/start-error.js';
import { JournalDirectory, parseWriterId } from './journal-directory.js';
import { OpenJournal } from './journal-file.js';
import type { ClickBatch } from './journal-format.js';

const ID_BYTES = 8;
/** Shorter than the time after which other writers claim the journals of this one. */
const LATE_AFTER_MS = 2_500;
/** The database can count this many within its time limit. */
const MAX_CLICKS_PER_JOURNAL = 10_000;
const MAX_BACKLOG_CLICKS = 500_000;

/** Writes the journals of this instance, one after the other. */
@Injectable()
export class JournalWriter implements OnModuleInit {
  readonly #logger = new Logger(JournalWriter.name);
  #id = '';
  #journalCount = 0;
  #journal: OpenJournal | undefined;
  #heartbeatAtMs = Number.NEGATIVE_INFINITY;
  readonly #backlog = new WriteBacklog(MAX_BACKLOG_CLICKS);
  #isWriteFailing = false;
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
      throw new StartError('DATA_DIR cannot be written', { cause: error });
    }
  }

  get id(): string {
    return this.#id;
  }

  get pendingCount(): number {
    const counts = [...this.#clickCounts.values()];
    return counts.reduce((sum, count) => sum + count, this.#backlog.clickCount);
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
    if (!this.#backlog.add(batch)) this.#lostCount += batch.clicks.length;
    // After a failure only `flush` tries again: each attempt on a full disk takes time.
    if (!this.#isWriteFailing) this.flush();
  }

  /** Writes the backlog. To be called each second. */
  flush(): void {
    const wasFailing = this.#isWriteFailing;
    try {
      this.#backlog.writeAll((batch) => this.#write(batch));
      this.#isWriteFailing = false;
      if (wasFailing) this.#logger.warn('writing clicks to DATA_DIR again');
    } catch (error) {
      this.#isWriteFailing = true;
      if (!wasFailing) this.#logger.error(error, 'cannot write clicks to DATA_DIR');
    }
  }

  /** Closes the current journal. The next batch opens another one. */
  rotate(): void {
    const journal = this.#journal;
    this.#journal = undefined;
    journal?.close();
  }

  async listClosed(): Promise<string[]> {
    return (await this.directory.list('closed')).filter((id) => parseWriterId(id) === this.#id);
  }

  markProcessed(journalId: string): void {
    this.#clickCounts.delete(journalId);
  }

  /** Closes the current journal, and removes the heartbeat file unless journals are pending. */
  async close(): Promise<void> {
    this.flush();
    this.rotate();
    if ((await this.listClosed()).length === 0) await this.directory.removeHeartbeat(this.#id);
  }

  #write(batch: ClickBatch): void {
    if (this.#isLate()) this.heartbeat();
    if (this.#journal?.isTorn === true) this.#tryToRotate();
    const journal = (this.#journal ??= this.#open());
    journal.append(batch);
    this.#clickCounts.set(journal.id, journal.clickCount);
    if (journal.clickCount >= MAX_CLICKS_PER_JOURNAL) this.#tryToRotate();
  }

  /** A journal that cannot be closed is left to be claimed as orphaned: its clicks are written. */
  #tryToRotate(): void {
    try {
      this.rotate();
    } catch (error) {
      this.#logger.error(error, 'cannot close journal');
    }
  }

  #open(): OpenJournal {
    this.#journalCount++;
    return new OpenJournal(`${this.#id}-${this.#journalCount}`, this.directory);
  }

  /** Whether another writer may have claimed the current journal, and would miss what is appended now. */
  #isLate(): boolean {
    return this.clock.nowMs() - this.#heartbeatAtMs > LATE_AFTER_MS;
  }

  #startAsNewWriter(): void {
    this.#tryToRotate();
    this.#clickCounts.clear();
    this.directory.createIfMissing();
    this.#id = randomBytes(ID_BYTES).toString('hex');
  }
}

/** Batches that are not written yet, in order, up to a total number of clicks. */
class WriteBacklog {
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
}
