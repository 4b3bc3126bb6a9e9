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
