import { Injectable } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';

/** A smaller difference between the two clocks is rounding, or a correction of the wall clock. */
const TOLERANCE_MS = 100;

/**
 * A monotonic clock that counts the time in which the machine was suspended, as CLOCK_BOOTTIME does.
 * It measures how old a thing may be; how long another process was given, `Clock` measures.
 */
export abstract class BootTimeClock extends Clock {}

/**
 * The monotonic clock stands still while the machine is suspended, and the wall clock does not. Any
 * disagreement counts as a suspension: a clock that was set makes things look older, never younger.
 */
@Injectable()
export class SystemBootTimeClock extends SystemClock implements BootTimeClock {
  #suspendedMs = 0;
  /** How far the wall clock was ahead when the two were last found to disagree. */
  #aheadMs = Date.now() - performance.now();

  override nowMs(): number {
    const monotonicMs = super.nowMs();
    const gainedMs = Date.now() - monotonicMs - this.#aheadMs;
    if (Math.abs(gainedMs) > TOLERANCE_MS) {
      this.#aheadMs += gainedMs;
      this.#suspendedMs += Math.abs(gainedMs);
    }
    return monotonicMs + this.#suspendedMs;
  }
}
