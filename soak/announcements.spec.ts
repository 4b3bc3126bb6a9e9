import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Announcements } from './announcements.js';

const [FIRST, SECOND] = [{ number: 1 }, { number: 2 }];
const at = (ms: number) => ({ begunMs: ms, endedMs: ms });

describe(Announcements.name, () => {
  let announcements: Announcements;
  let nowMs: number;

  beforeEach(() => {
    announcements = new Announcements();
    nowMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  function announce(
    announcement: Parameters<Announcements['begin']>[0],
    fromMs: number,
    toMs: number,
  ): void {
    nowMs = fromMs;
    const end = announcements.begin(announcement);
    nowMs = toMs;
    end();
  }

  it('allow 503 during an outage and a while after it, on all machines', () => {
    announce({ isOutage: true }, 1_000, 2_000);
    const times = [900, 1_000, 4_900, 5_100];
    for (const machine of [FIRST, SECOND]) {
      const allowed = times.map((ms) => announcements.allowUnavailable(machine, at(ms)));
      expect(allowed).toEqual([false, true, true, false]);
    }
  });

  it('allow older destinations only on the machine that has lost the database', () => {
    announce({ isOutage: true, isAlone: true, machine: 1 }, 1_000, 2_000);
    expect(
      [900, 1_500, 3_900, 4_100].map((ms) => announcements.aloneSinceMs(FIRST, at(ms))),
    ).toEqual([undefined, 1_000, 1_000, undefined]);
    expect(announcements.aloneSinceMs(SECOND, at(1_500))).toBeUndefined();
  });

  it('allow a reload to break no connection but an idle one', () => {
    announce({ isReload: true, machine: 1 }, 1_000, 2_000);
    const exchange = { name: '', ...at(1_500) };
    const allowed = [0, 900, 1_200].map((idleMs) =>
      announcements.allowBroken(FIRST, { ...exchange, idleMs }),
    );
    expect(allowed).toEqual([false, false, true]);
  });

  it('know since when a machine is calm', () => {
    announce({ isOutage: true }, 1_000, 2_000);
    expect(announcements.calmSinceMs(FIRST, 3_000)).toBe(0);
    expect(announcements.calmSinceMs(FIRST, 9_000)).toBe(5_000);
  });
});
