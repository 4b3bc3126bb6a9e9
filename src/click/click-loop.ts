import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Report } from '../cluster/instance.entity.js';
import type { Participant } from '../cluster/participants.js';
import { isUnavailable } from '../errors/problem.js';
import { ClickRecorder } from './click-recorder.js';
import { JournalCounting } from './journal-counting.js';
import { Journals } from './journal/journals.js';

const ROUND_EVERY_MS = 1_000;
/** At the end of the process; what is not counted by then waits in its journal for the next start. */
const LAST_ROUND_MS = 3_000;
/** While clicks wait for the database. */
const WARN_EVERY_MS = 60_000;

/** Brings clicks from journals into the roll-ups, once a second, for as long as the instance runs. */
@Injectable()
export class ClickLoop implements OnApplicationBootstrap, OnApplicationShutdown, Participant {
  readonly #logger = new Logger(ClickLoop.name);
  readonly #troubled = new Set<string>();
  #isDatabaseAway = false;
  #isOver = false;
  #hasBeaten = true;
  #warnedAtMs = 0;
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #heart: NodeJS.Timeout | undefined;

  constructor(
    private readonly recorder: ClickRecorder,
    private readonly journals: Journals,
    private readonly counting: JournalCounting,
  ) {}

  onApplicationBootstrap(): void {
    this.#heart = setInterval(() => this.#beat(), ROUND_EVERY_MS);
    this.#loop = this.#run();
  }

  /** Requests under way have ended by now. */
  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    const late = sleep(LAST_ROUND_MS, false, { ref: false });
    const isDone = await Promise.race([this.#finish().then(() => true), late]);
    // The database is closed behind us.
    this.#isOver = !isDone;
    clearInterval(this.#heart);
  }

  report(): Partial<Report> {
    return {
      clicksRecorded: this.recorder.recordedCount,
      clicksPending: this.journals.pendingCount,
      clicksLost: this.journals.lostCount,
    };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#round().catch((error: unknown) => this.#logger.error(error));
      await sleep(ROUND_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** If it cannot be given, what is recorded meanwhile is held back. */
  #beat(): void {
    try {
      this.journals.beat();
      this.#hasBeaten = true;
    } catch (error) {
      if (this.#hasBeaten) this.#logger.error(error, 'no sign of life can be written to DATA_DIR');
      this.#hasBeaten = false;
    }
  }

  async #finish(): Promise<void> {
    await this.#loop;
    this.recorder.endTurn();
    await this.#round().catch((error: unknown) => this.#logger.error(error));
    await this.journals.end().catch((error: unknown) => this.#logger.error(error));
  }

  /** While the database is away one journal is enough: it grows, instead of many that wait. */
  async #round(): Promise<void> {
    if (!this.#isDatabaseAway) this.journals.rotate();
    for (const id of await this.journals.waiting()) {
      if (this.#isOver || !(await this.#count(id))) return;
    }
    this.#note(false);
  }

  /** Whether it makes sense to go on. */
  async #count(id: string): Promise<boolean> {
    try {
      await this.counting.count(id);
      this.#troubled.delete(id);
    } catch (error) {
      if (isUnavailable(error)) return this.#note(true);
      if (!this.#troubled.has(id)) this.#logger.error(error, `a journal of clicks waits: ${id}`);
      this.#troubled.add(id);
    }
    return true;
  }

  #note(isDatabaseAway: boolean): false {
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
