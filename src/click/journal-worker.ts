import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { InstanceMetrics } from '../cluster/instance.entity.js';
import type { InvalidationListener } from '../cluster/invalidation-listeners.js';
import { isUnavailable } from '../platform/errors/problem.js';
import { ClickRecorder } from './click-recorder.js';
import { JournalProcessor } from './journal-processor.js';
import { JournalQueue } from './journal/journal-queue.js';

const ROUND_EVERY_MS = 1_000;
/** At the end of the process; what is not counted by then waits in its journal for the next start. */
const LAST_ROUND_MS = 3_000;
/** While clicks wait for the database. */
const WARN_EVERY_MS = 60_000;

/** Brings clicks from journals into the roll-ups, once a second, for as long as the instance runs. */
@Injectable()
export class JournalWorker
  implements OnApplicationBootstrap, OnApplicationShutdown, InvalidationListener
{
  readonly #logger = new Logger(JournalWorker.name);
  readonly #failing = new Set<string>();
  #isDatabaseAway = false;
  #isOver = false;
  #isHeartbeatWritten = true;
  #warnedAtMs = 0;
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #heartbeatTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly recorder: ClickRecorder,
    private readonly journals: JournalQueue,
    private readonly processor: JournalProcessor,
  ) {}

  onApplicationBootstrap(): void {
    this.#heartbeatTimer = setInterval(() => this.#heartbeat(), ROUND_EVERY_MS);
    this.#loop = this.#run();
  }

  /** Requests under way have ended by now. */
  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    const late = sleep(LAST_ROUND_MS, false, { ref: false });
    const isDone = await Promise.race([this.#finish().then(() => true), late]);
    // The database is closed behind us.
    this.#isOver = !isDone;
    clearInterval(this.#heartbeatTimer);
  }

  metrics(): Partial<InstanceMetrics> {
    return {
      clicksRecorded: this.recorder.recordedCount,
      clicksPending: this.journals.pendingCount,
      clicksLost: this.journals.lostCount,
    };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#processAll().catch((error: unknown) => this.#logger.error(error));
      await sleep(ROUND_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** If it cannot be given, what is recorded meanwhile is held back. */
  #heartbeat(): void {
    try {
      this.journals.heartbeat();
      this.#isHeartbeatWritten = true;
    } catch (error) {
      if (this.#isHeartbeatWritten)
        this.#logger.error(error, 'no sign of life can be written to DATA_DIR');
      this.#isHeartbeatWritten = false;
    }
  }

  async #finish(): Promise<void> {
    await this.#loop;
    this.recorder.flush();
    await this.#processAll().catch((error: unknown) => this.#logger.error(error));
    await this.journals.close().catch((error: unknown) => this.#logger.error(error));
  }

  /** While the database is away one journal is enough: it grows, instead of many that wait. */
  async #processAll(): Promise<void> {
    if (!this.#isDatabaseAway) this.journals.rotate();
    for (const id of await this.journals.listReady()) {
      if (this.#isOver || !(await this.#process(id))) return;
    }
    this.#setDatabaseAway(false);
  }

  /** Whether it makes sense to go on. */
  async #process(id: string): Promise<boolean> {
    try {
      await this.processor.process(id);
      this.#failing.delete(id);
    } catch (error) {
      if (isUnavailable(error)) return this.#setDatabaseAway(true);
      if (!this.#failing.has(id)) this.#logger.error(error, `a journal of clicks waits: ${id}`);
      this.#failing.add(id);
    }
    return true;
  }

  #setDatabaseAway(isDatabaseAway: boolean): false {
    const isNews = isDatabaseAway !== this.#isDatabaseAway;
    const isDue = performance.now() - this.#warnedAtMs >= WARN_EVERY_MS;
    if (isDatabaseAway && (isNews || isDue)) {
      this.#warnedAtMs = performance.now();
      this.#logger.warn(`clicks wait in DATA_DIR: ${this.journals.pendingCount}`);
    }
    if (!isDatabaseAway && isNews) this.#logger.warn('clicks are counted again');
    this.#isDatabaseAway = isDatabaseAway;
    return false;
  }
}
