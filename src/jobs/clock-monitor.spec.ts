import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Clock } from '../platform/background/clock.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import type { Database } from '../platform/database/database.js';
import { ClockMonitor } from './clock-monitor.js';
import type { NewestTimeStore, TimeHistory } from './newest-time.store.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOON_MS = 20_000.5 * DAY_MS;

/** The clocks of a machine and of a database, and the row that outlives instances. */
class Machine {
  databaseMs = NOON_MS;
  wallMs = NOON_MS;
  #monotonicMs = 0;
  newest: TimeHistory['newest'];

  /** What the clock of a machine does that has the database too. */
  step(ms: number): void {
    this.databaseMs += ms;
    this.wallMs += ms;
  }

  startInstance(): ClockMonitor {
    const monotonic = { nowMs: () => this.#monotonicMs } as Clock;
    const databaseClock = new DatabaseClock({} as Database, monotonic, () => this.wallMs);
    const store: Pick<NewestTimeStore, 'read' | 'insert' | 'replace' | 'settle'> = {
      read: async () => ({ nowMs: this.databaseMs, newest: this.newest }),
      insert: async (newestMs) => void (this.newest ??= { newestMs, isSettled: true }),
      replace: async (seenMs, change) => {
        if (this.newest?.newestMs === seenMs) this.newest = { ...this.newest, ...change };
      },
      settle: async (fromMs, toMs) => {
        const { newestMs = Number.NaN } = this.newest ?? {};
        if (newestMs >= fromMs && newestMs <= toMs) this.newest = { newestMs, isSettled: true };
      },
    };
    return new ClockMonitor(databaseClock, store as NewestTimeStore, monotonic);
  }

  /** Lets time pass for instances that run. */
  async run(ms: number, ...instances: readonly ClockMonitor[]): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += 10_000) {
      this.step(10_000);
      this.#monotonicMs += 10_000;
      for (const instance of instances) await instance.maintain();
    }
  }
}

describe(ClockMonitor.name, () => {
  let machine: Machine;
  const log = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };

  beforeEach(() => {
    machine = new Machine();
    Logger.overrideLogger(log);
    for (const method of Object.values(log)) method.mockClear();
  });
  afterEach(() => Logger.overrideLogger(false));

  const mayDelete = async (instance: ClockMonitor): Promise<boolean> =>
    (await instance.deletionTimeMs()) !== undefined;

  it("lets rows be deleted by the database's time, from the first start on", async () => {
    const instance = machine.startInstance();
    expect(await instance.deletionTimeMs()).toBe(machine.databaseMs);
    await machine.run(2 * DAY_MS, instance);
    expect(await instance.deletionTimeMs()).toBe(machine.databaseMs);
    expect(await instance.check()).toMatchObject({ isTrusted: true });
    expect([log.error.mock.calls, log.warn.mock.calls]).toEqual([[], []]);
  });

  it('stores the newest time each minute', async () => {
    const instance = machine.startInstance();
    await machine.run(10 * MINUTE_MS, instance);
    expect(machine.databaseMs - (machine.newest?.newestMs ?? 0)).toBeLessThanOrEqual(MINUTE_MS);
  });

  it.each([61_000, -61_000, 40 * DAY_MS, -40 * DAY_MS])(
    'lets an instance whose clock is %i ms off delete nothing, and logs it once',
    async (offsetMs) => {
      const instance = machine.startInstance();
      await machine.run(MINUTE_MS, instance);
      machine.wallMs += offsetMs;
      expect(await mayDelete(instance)).toBe(false);
      await machine.run(MINUTE_MS, instance);
      const { isTrusted, detail } = await instance.check();
      expect(isTrusted).toBe(false);
      expect(detail).toContain(offsetMs > 0 ? 'ahead of' : 'behind');
      machine.wallMs -= offsetMs;
      expect(await mayDelete(instance)).toBe(true);
      expect(log.error).toHaveBeenCalledTimes(1);
      expect(log.warn).toHaveBeenCalledTimes(1);
    },
  );

  it('ignores an offset of a minute, and does not log one near the limit again and again', async () => {
    const instance = machine.startInstance();
    machine.wallMs += 60_000;
    expect(await mayDelete(instance)).toBe(true);
    for (const changeMs of [500, -1_000, 1_000, -1_000]) {
      machine.wallMs += changeMs;
      await instance.check();
    }
    expect(log.error).toHaveBeenCalledTimes(1);
    expect(log.warn).not.toHaveBeenCalled();
  });

  it.each([
    ['ahead by 40 days', 40 * DAY_MS],
    ['ahead by more than an hour', HOUR_MS + MINUTE_MS],
    ['back by 40 days', -40 * DAY_MS],
    ['back by five minutes', -5 * MINUTE_MS],
  ])('lets nothing be deleted for ten minutes after a step %s', async (_which, stepMs) => {
    const instances = [machine.startInstance(), machine.startInstance()];
    await machine.run(2 * MINUTE_MS, ...instances);
    machine.step(stepMs);
    expect(await Promise.all(instances.map(mayDelete))).toEqual([false, false]);
    await machine.run(10 * MINUTE_MS - 10_000, ...instances);
    expect(await Promise.all(instances.map(mayDelete))).toEqual([false, false]);
    await machine.run(MINUTE_MS, ...instances);
    expect(await Promise.all(instances.map(mayDelete))).toEqual([true, true]);
    expect(log.error).toHaveBeenCalledTimes(2);
    expect(log.warn).toHaveBeenCalledTimes(2);
  });

  it('ignores small corrections of the clock', async () => {
    const instance = machine.startInstance();
    await machine.run(MINUTE_MS, instance);
    for (const stepMs of [-30_000, 30 * MINUTE_MS]) {
      machine.step(stepMs);
      expect(await mayDelete(instance)).toBe(true);
      await machine.run(MINUTE_MS, instance);
    }
    expect(log.error).not.toHaveBeenCalled();
  });

  it('waits again after a restart in the ten minutes', async () => {
    const first = machine.startInstance();
    await machine.run(MINUTE_MS, first);
    machine.step(40 * DAY_MS);
    await machine.run(9 * MINUTE_MS, first);
    const second = machine.startInstance();
    expect(await mayDelete(second)).toBe(false);
    await machine.run(9 * MINUTE_MS, second);
    expect(await mayDelete(second)).toBe(false);
    await machine.run(2 * MINUTE_MS, second);
    expect(await mayDelete(second)).toBe(true);
  });

  it('waits again after another step in the ten minutes', async () => {
    const instance = machine.startInstance();
    await machine.run(MINUTE_MS, instance);
    machine.step(40 * DAY_MS);
    await machine.run(9 * MINUTE_MS, instance);
    machine.step(10 * MINUTE_MS);
    await machine.run(9 * MINUTE_MS, instance);
    expect(await mayDelete(instance)).toBe(false);
    await machine.run(2 * MINUTE_MS, instance);
    expect(await mayDelete(instance)).toBe(true);
  });

  it('notices a step that was made while no instance ran', async () => {
    await machine.run(MINUTE_MS, machine.startInstance());
    machine.step(31 * DAY_MS);
    const instance = machine.startInstance();
    expect(await mayDelete(instance)).toBe(false);
    await machine.run(11 * MINUTE_MS, instance);
    expect(await mayDelete(instance)).toBe(true);
  });
});
