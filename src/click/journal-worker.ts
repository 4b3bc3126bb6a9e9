import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { InstanceMetrics } from '../cluster/instance.entity.js';
import type { InstanceMetricsSource } from '../cluster/instance-metrics.js';
import { isUnavailable } from '../platform/errors/problem.js';
import { ClickRecorder } from './click-recorder.js';
import { JournalProcessor } from './journal-processor.js';
import { JournalWriter } from './journal/journal-writer.js';
import { OrphanedJournals } from './journal/orphaned-journals.js';

const PROCESS_EVERY_MS = 1_000;
/** The time for the last processing at shutdown. What it misses waits in its journal for the next start. */
const SHUTDOWN_TIMEOUT_MS = 3_000;
/** More time for clicks without a journal. Draining and both together take less than the limit of an instance. */
const UNWRITTEN_TIMEOUT_MS = 3_000;
/** A database that restarts is soon back, and these clicks have no other place. */
const RETRY_UNWRITTEN_MS = 250;
const WARN_EVERY_MS = 60_000;

/** Processes the pending journals once a second. */
@Injectable()
export class JournalWorker
  implements OnApplicationBootstrap, OnApplicationShutdown, InstanceMetricsSource
{
  readonly #logger = new Logger(JournalWorker.name);
  readonly #failingIds = new Set<string>();
  #isDatabaseAway = false;
  #isStopped = false;
  #isHeartbeatFailing = false;
  #warnedAtMs = 0;
  #countedAtMs = performance.now();
  #orphanCount = 0;
  /** Whether a journal could not be counted in the last pass. */
  #hasFailed = false;
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #heartbeatTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly recorder: ClickRecorder,
    private readonly writer: JournalWriter,
    private readonly orphans: OrphanedJournals,
    private readonly processor: JournalProcessor,
  ) {}

  onApplicationBootstrap(): void {
    this.#heartbeatTimer = setInterval(() => this.#heartbeat(), PROCESS_EVERY_MS);
    this.#loop = this.#run();
  }

  /** Nest calls this after the last response. */
  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    const finished = this.#finish().then(() => true);
    const isDoneAfter = (timeoutMs: number): Promise<boolean> =>
      Promise.race([finished, sleep(timeoutMs, false, { ref: false })]);
    let isDone = await isDoneAfter(SHUTDOWN_TIMEOUT_MS);
    if (!isDone && this.writer.unwrittenCount > 0) isDone = await isDoneAfter(UNWRITTEN_TIMEOUT_MS);
    // The database closes next.
    this.#isStopped = !isDone;
    clearInterval(this.#heartbeatTimer);
  }

  metrics(): Partial<InstanceMetrics> {
    return {
      clicksRecorded: this.recorder.recordedCount,
      clicksPending: this.writer.pendingCount,
      clicksLost: this.writer.lostCount,
    };
  }

  /** Counts the journals of this instance, and those of ended ones that it has taken over. */
  get pendingJournalCount(): number {
    return this.writer.pendingJournalCount + this.#orphanCount;
  }

  /** The time since all journals were counted: no click has waited longer. */
  get journalAgeMs(): number {
    return performance.now() - this.#countedAtMs;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#processAll().catch((error: unknown) => this.#logger.error(error));
      await sleep(PROCESS_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Without a heartbeat the writer keeps clicks in memory. */
  #heartbeat(): void {
    try {
      this.writer.heartbeat();
      this.writer.flush();
      this.#isHeartbeatFailing = false;
    } catch (error) {
      if (!this.#isHeartbeatFailing) {
        this.#logger.error(error, 'cannot write heartbeat file in DATA_DIR');
      }
      this.#isHeartbeatFailing = true;
    }
  }

  async #finish(): Promise<void> {
    await this.#loop;
    this.recorder.flush();
    await this.#processAll().catch((error: unknown) => this.#logger.error(error));
    while (this.writer.unwrittenCount > 0 && !this.#isStopped) {
      await sleep(RETRY_UNWRITTEN_MS);
      this.writer.flush();
      await this.#processUnwritten();
    }
    await this.writer.close().catch((error: unknown) => this.#logger.error(error));
  }

  /** While the database is away, one journal grows instead of many that wait. */
  async #processAll(): Promise<void> {
    this.#hasFailed = false;
    this.writer.flush();
    if (!this.#isDatabaseAway) this.writer.rotate();
    if (!(await this.#processUnwritten())) return;
    const orphaned = await this.orphans.claim(this.writer.id);
    this.#orphanCount = orphaned.length;
    for (const id of [...(await this.writer.listClosed()), ...orphaned]) {
      if (!(await this.#process(id, () => this.processor.process(id)))) return;
    }
    this.#setDatabaseAway(false);
    if (this.#hasFailed) return;
    this.#orphanCount = 0;
    this.#countedAtMs = performance.now();
  }

  /** Counts what cannot be written to DATA_DIR without a journal file. Returns whether to continue. */
  async #processUnwritten(): Promise<boolean> {
    for (;;) {
      const journal = this.writer.takeMemoryJournal();
      if (journal === undefined) return true;
      const work = (): Promise<void> => this.processor.processFromMemory(journal);
      if (!(await this.#process(journal.id, work))) return false;
      if (this.#failingIds.has(journal.id)) return true;
    }
  }

  /** Returns whether to continue with the next journal. */
  async #process(id: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#isStopped) return false;
    try {
      await work();
      this.#failingIds.delete(id);
    } catch (error) {
      if (isUnavailable(error)) return this.#setDatabaseAway(true);
      if (!this.#failingIds.has(id)) this.#logger.error(error, `cannot process journal ${id}`);
      this.#failingIds.add(id);
      this.#hasFailed = true;
    }
    return true;
  }

  #setDatabaseAway(isDatabaseAway: boolean): false {
    const hasChanged = isDatabaseAway !== this.#isDatabaseAway;
    const isWarningDue = performance.now() - this.#warnedAtMs >= WARN_EVERY_MS;
    if (isDatabaseAway && (hasChanged || isWarningDue)) {
      this.#warnedAtMs = performance.now();
      this.#logger.warn(`database unavailable: ${this.writer.pendingCount} clicks pending`);
    }
    if (!isDatabaseAway && hasChanged) this.#logger.warn('database available: counting clicks');
    this.#isDatabaseAway = isDatabaseAway;
    return false;
  }
}
