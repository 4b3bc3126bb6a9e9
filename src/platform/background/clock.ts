import { Injectable } from '@nestjs/common';

/** Time as the protocol between instances needs it: it never jumps, and only differences mean anything. */
export abstract class Clock {
  abstract nowMs(): number;
  abstract sleep(ms: number): Promise<void>;
}

@Injectable()
export class SystemClock extends Clock {
  override nowMs(): number {
    return performance.now();
  }

  override sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}

const SLICE_MS = 100;

/**
 * Sleeps until this process has been awake for so long. While it was stopped, or too busy to look, an
 * answer may have arrived: such time proves nothing.
 */
export async function sleepIgnoringStalls(ms: number, clock: Clock): Promise<void> {
  for (let leftMs = ms; leftMs > 0;) {
    const beganMs = clock.nowMs();
    await clock.sleep(SLICE_MS);
    if (clock.nowMs() - beganMs < 2 * SLICE_MS) leftMs -= SLICE_MS;
  }
}
