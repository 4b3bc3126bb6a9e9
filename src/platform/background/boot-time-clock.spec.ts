import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SystemBootTimeClock } from './boot-time-clock.js';

let monotonicMs: number;
let wallMs: number;

beforeEach(() => {
  monotonicMs = 5_000;
  wallMs = 1_800_000_000_000;
  jest.spyOn(performance, 'now').mockImplementation(() => monotonicMs);
  jest.spyOn(Date, 'now').mockImplementation(() => wallMs);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe(SystemBootTimeClock.name, () => {
  const pass = (ms: number): void => {
    monotonicMs += ms;
    wallMs += ms;
  };

  it('runs like the monotonic clock', () => {
    const clock = new SystemBootTimeClock();
    const startMs = clock.nowMs();
    for (let step = 0; step < 100; step++) {
      monotonicMs += 33.4;
      wallMs = 1_800_000_000_000 + Math.round(monotonicMs - 5_000);
      expect(clock.nowMs() - startMs).toBeCloseTo(monotonicMs - 5_000);
    }
  });

  it('counts the time in which the monotonic clock stood still', () => {
    const clock = new SystemBootTimeClock();
    const startMs = clock.nowMs();
    wallMs += 60_000;
    expect(clock.nowMs() - startMs).toBe(60_000);
    pass(10);
    wallMs += 5_000;
    expect(clock.nowMs() - startMs).toBe(65_010);
  });

  it('never goes back, and counts a suspension after the wall clock was set back', () => {
    const clock = new SystemBootTimeClock();
    const startMs = clock.nowMs();
    wallMs -= 3_600_000;
    const setBackMs = clock.nowMs();
    expect(setBackMs - startMs).toBeGreaterThanOrEqual(0);
    pass(1);
    expect(clock.nowMs() - setBackMs).toBe(1);
    wallMs += 10_000;
    expect(clock.nowMs() - setBackMs).toBe(10_001);
  });
});
