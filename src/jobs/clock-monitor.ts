import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { BackgroundLoop } from '../platform/background/background-loop.js';
import type { Clock } from '../platform/background/clock.js';
import type { ClockOffset, DatabaseClock } from '../platform/database/database-clock.js';
import {
  describeDuration,
  describeStep,
  EvenRun,
  isStep,
  STEP_AHEAD_MS,
  STEP_BACK_MS,
} from './clock-steps.js';
import type { NewestTimeStore, TimeHistory } from './newest-time.store.js';

const CHECK_EVERY_MS = 10_000;
const STORE_EVERY_MS = 60_000;
/** Much more than clocks that are synchronised differ. */
const MAX_OFFSET_MS = 60_000;
/** An offset near the limit must not begin and end again and again. */
const OFFSET_HYSTERESIS_MS = 10_000;

export interface ClockStatus {
  /** Whether rows may be deleted by their age. */
  readonly isTrusted: boolean;
  readonly detail: string;
}

type Observation = TimeHistory & ClockOffset;

/**
 * Decides whether time may delete anything: the clocks of this instance and of the database must agree,
 * and the database's clock must not have made a step, which both would make if they are one.
 */
@Injectable()
export class ClockMonitor implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(ClockMonitor.name);
  readonly #loop = new BackgroundLoop({
    logger: this.#logger,
    pauseMs: CHECK_EVERY_MS,
    run: () => this.maintain(),
  });
  readonly #evenRun: EvenRun;
  #isOff = false;
  #isUnsettled = false;

  constructor(
    private readonly databaseClock: DatabaseClock,
    private readonly store: NewestTimeStore,
    monotonic: Clock,
  ) {
    this.#evenRun = new EvenRun(monotonic);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** The database's time as last measured, for rows that other instances read. */
  nowMs(): number {
    return this.databaseClock.nowMs();
  }

  /** The database's time, or `undefined` while nothing may be deleted. @throws Problem `database-unavailable`. */
  async deletionTimeMs(): Promise<number | undefined> {
    const observation = await this.#observe();
    return this.#isOff || this.#isUnsettled ? undefined : observation.nowMs;
  }

  /** Compares the clocks now. @throws Problem `database-unavailable`. */
  async check(): Promise<ClockStatus> {
    const observation = await this.#observe();
    const details = [
      ...(this.#isOff ? [describeOffset(observation)] : []),
      ...(this.#isUnsettled ? [describeStep(observation)] : []),
    ];
    if (details.length === 0) {
      return { isTrusted: true, detail: 'The clocks of this instance and of the database agree.' };
    }
    return { isTrusted: false, detail: `${sentence(details.join('; '))}. Nothing is deleted.` };
  }

  /** Compares the clocks, and stores the newest time. To be called several times a minute. */
  async maintain(): Promise<void> {
    const observation = await this.#observe();
    const { nowMs, newest } = observation;
    if (newest === undefined) return this.store.insert(nowMs);
    const { newestMs, isSettled } = newest;
    if (isStep(nowMs, newestMs)) {
      this.#evenRun.begin(nowMs);
      return this.store.replace(newestMs, { newestMs: nowMs, isSettled: false });
    }
    if (nowMs - newestMs >= STORE_EVERY_MS) await this.store.replace(newestMs, { newestMs: nowMs });
    if (isSettled) this.#evenRun.reset();
    else if (this.#evenRun.isLongEnough(nowMs)) {
      await this.store.settle(nowMs - STEP_AHEAD_MS, nowMs + STEP_BACK_MS);
    }
  }

  async #observe(): Promise<Observation> {
    const observation = await this.databaseClock.measure(() => this.store.read());
    this.#judgeOffset(observation);
    this.#judgeSteps(observation);
    return observation;
  }

  #judgeOffset(observation: Observation): void {
    const { offsetMs, uncertaintyMs } = observation;
    const limitMs = this.#isOff ? MAX_OFFSET_MS - OFFSET_HYSTERESIS_MS : MAX_OFFSET_MS;
    const isOff = Math.abs(offsetMs) - uncertaintyMs > limitMs;
    if (isOff === this.#isOff) return;
    this.#isOff = isOff;
    if (isOff) this.#logger.error(`${describeOffset(observation)}: it deletes nothing`);
    else this.#logger.warn("the clock of this instance agrees with the database's again");
  }

  #judgeSteps(observation: Observation): void {
    const { nowMs, newest } = observation;
    const isUnsettled =
      newest !== undefined && (!newest.isSettled || isStep(nowMs, newest.newestMs));
    if (isUnsettled === this.#isUnsettled) return;
    this.#isUnsettled = isUnsettled;
    if (isUnsettled) this.#logger.error(`${describeStep(observation)}: nothing is deleted`);
    else this.#logger.warn("the database's clock runs evenly again");
  }
}

function describeOffset({ offsetMs }: ClockOffset): string {
  const direction = offsetMs > 0 ? 'ahead of' : 'behind';
  return `the clock of this instance is ${describeDuration(offsetMs)} ${direction} the database's`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
