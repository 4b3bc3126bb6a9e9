import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../background/clock.js';
import { DatabaseClock } from './database-clock.js';
import type { Database } from './database.js';

const DAY_MS = 86_400_000;
const NOON_MS = 20_000.5 * DAY_MS;

function createClock({ wallOffsetMs = 0, statementMs = 0 } = {}) {
  const time = { databaseMs: NOON_MS, monotonicMs: 7_000, wallMs: NOON_MS + wallOffsetMs };
  const pass = (ms: number): void => {
    time.databaseMs += ms;
    time.monotonicMs += ms;
    time.wallMs += ms;
  };
  const monotonic = { nowMs: () => time.monotonicMs } as Clock;
  const clock = new DatabaseClock({} as Database, monotonic, () => time.wallMs);
  const read = async () => {
    pass(statementMs / 2);
    const nowMs = time.databaseMs;
    pass(statementMs / 2);
    return { nowMs };
  };
  return { clock, time, pass, measure: () => clock.measure(read) };
}

describe(DatabaseClock.name, () => {
  it.each([0, 40 * DAY_MS, -40 * DAY_MS])('measures how far a clock %i ms off is', async (ms) => {
    const { measure } = createClock({ wallOffsetMs: ms, statementMs: 300 });
    expect(await measure()).toEqual({ nowMs: NOON_MS + 150, offsetMs: ms, uncertaintyMs: 150 });
  });

  it("tells the database's time, and continues by the monotonic clock", async () => {
    const { clock, time, pass, measure } = createClock({ wallOffsetMs: DAY_MS, statementMs: 40 });
    await measure();
    expect(clock.nowMs()).toBe(time.databaseMs);
    pass(3_600_000);
    time.wallMs -= 99 * DAY_MS;
    expect(clock.nowMs()).toBe(time.databaseMs);
  });

  it('follows the database when it is measured again', async () => {
    const { clock, time, measure } = createClock();
    await measure();
    time.databaseMs += 5 * DAY_MS;
    await measure();
    expect(clock.nowMs()).toBe(time.databaseMs);
  });
});
