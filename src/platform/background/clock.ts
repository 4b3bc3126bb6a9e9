import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** A monotonic clock. Its readings mean nothing by themselves; only their differences do. */
export abstract class Clock {
  abstract nowMs(): number;
  /** Resolves early if the signal is aborted. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

@Injectable()
export class SystemClock extends Clock {
  override nowMs(): number {
    return performance.now();
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}

const SLICE_MS = 100;

/** Sleeps, not counting time in which the process is stalled: an answer may have arrived then. */
export async function sleepIgnoringStalls(ms: number, clock: Clock): Promise<void> {
  for (let leftMs = ms; leftMs > 0;) {
    const startedAtMs = clock.nowMs();
    await clock.sleep(SLICE_MS);
    if (clock.nowMs() - startedAtMs < 2 * SLICE_MS) leftMs -= SLICE_MS;
  }
}
