import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ClickRecorder } from './click-recorder.js';
import { clicksLost } from './clicks-lost.js';
import { JournalWriter } from './journal/journal-writer.js';

const CLICKS_LOST_EXIT_CODE = 1;

/** Reports how many clicks the process loses when it exits, for whatever reason. */
@Injectable()
export class ClickLossReporter implements OnApplicationBootstrap {
  readonly #logger = new Logger(ClickLossReporter.name);

  constructor(
    private readonly recorder: ClickRecorder,
    private readonly writer: JournalWriter,
  ) {}

  onApplicationBootstrap(): void {
    process.once('exit', () => this.report());
  }

  /** Tries to write the remaining clicks once more. All work here is synchronous, because the process exits next. */
  report(): void {
    this.recorder.flush();
    this.writer.flush();
    const lostCount = this.writer.lostCount + this.writer.unwrittenCount;
    if (lostCount === 0) return;
    this.#logger.error(`${lostCount} clicks lost`);
    process.send?.(clicksLost(lostCount));
    process.exitCode = CLICKS_LOST_EXIT_CODE;
  }
}
