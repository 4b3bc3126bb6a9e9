import { describe, expect, it, jest } from '@jest/globals';
import type { InvalidationPublisher } from '../cluster/invalidation-publisher.js';
import { reservedIdsTarget, type InvalidationTarget } from '../cluster/invalidation-target.js';
import { Problem } from '../platform/errors/problem.js';
import { CounterService } from './counter.service.js';
import type { CounterStore } from './counter.store.js';
import type { ReservedIds } from './reserved-ids.js';

const BLOCK_SIZE = 1000;

/** A counter in memory that all services given it share, as instances share a database. */
function sharedCounter() {
  let next = 0;
  const lease = jest.fn(async (count: number) => {
    const first = next;
    next += count;
    await Promise.resolve();
    return first;
  });
  return { lease, store: { lease } as unknown as CounterStore };
}

/** Knows of no ids that were reserved before. */
const reserved = { assertCounterAhead: async () => 0 } as unknown as ReservedIds;

const publisher = { invalidate: async () => undefined } as unknown as InvalidationPublisher;

async function take(service: CounterService, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let taken = 0; taken < count; taken++) ids.push(await service.next());
  return ids;
}

describe(CounterService.name, () => {
  it('issues each id once, to sequential and concurrent calls', async () => {
    const { store } = sharedCounter();
    const services = [
      new CounterService(store, publisher, reserved),
      new CounterService(store, publisher, reserved),
    ];
    const ids = await Promise.all(
      services.flatMap((service) => [
        take(service, 2500),
        Promise.all(Array.from({ length: 2500 }, () => service.next())),
      ]),
    );
    expect(new Set(ids.flat()).size).toBe(10_000);
  });

  it('leases once per block', async () => {
    const { store, lease } = sharedCounter();
    await take(new CounterService(store, publisher, reserved), 10 * BLOCK_SIZE);
    expect(lease.mock.calls.length).toBeLessThanOrEqual(11);
  });

  it('fetches the next block before the current one ends', async () => {
    const { store, lease } = sharedCounter();
    const service = new CounterService(store, publisher, reserved);
    await take(service, BLOCK_SIZE / 2);
    expect(lease).toHaveBeenCalledTimes(1);
    await take(service, 2);
    expect(lease).toHaveBeenCalledTimes(2);
  });

  it('leases larger blocks only when a block is used up before the next arrives', async () => {
    const { store, lease } = sharedCounter();
    const service = new CounterService(store, publisher, reserved);
    for (let block = 0; block < 5; block++) {
      await take(service, BLOCK_SIZE);
      await new Promise(setImmediate);
    }
    expect(lease.mock.calls.every(([size]) => size === BLOCK_SIZE)).toBe(true);
    await Promise.all(Array.from({ length: 10 * BLOCK_SIZE }, () => service.next()));
    expect(lease.mock.calls.at(-1)?.[0]).toBeGreaterThan(BLOCK_SIZE);
    expect(lease.mock.calls.length).toBeLessThan(12);
  });

  it('continues with its block while the store is unavailable, and leases again afterwards', async () => {
    const { store, lease } = sharedCounter();
    const service = new CounterService(store, publisher, reserved);
    await service.next();
    lease.mockRejectedValue(new Error('away'));
    const rest = await take(service, BLOCK_SIZE - 1);
    expect(new Set(rest).size).toBe(BLOCK_SIZE - 1);
    await expect(service.next()).rejects.toThrow('away');
    lease.mockReset().mockResolvedValue(7000);
    expect(await service.next()).toBe(7000);
  });

  it('issues no id before every instance knows its block', async () => {
    const { store } = sharedCounter();
    const announced: InvalidationTarget[] = [];
    let acknowledge = (): void => {};
    const slow = {
      invalidate: (target: InvalidationTarget) => {
        announced.push(target);
        return new Promise<void>((resolve) => (acknowledge = resolve));
      },
    } as unknown as InvalidationPublisher;
    let first: number | undefined;
    const taken = new CounterService(store, slow, reserved).next().then((id) => (first = id));
    await new Promise(setImmediate);
    expect([announced, first]).toEqual([[reservedIdsTarget(BLOCK_SIZE)], undefined]);
    acknowledge();
    expect(await taken).toBe(0);
  });

  it('issues no id of a block that could not be announced', async () => {
    const { store } = sharedCounter();
    const broken = { invalidate: jest.fn(async () => Promise.reject(new Error('away'))) };
    const service = new CounterService(store, broken as unknown as InvalidationPublisher, reserved);
    await expect(service.next()).rejects.toThrow('away');
    broken.invalidate.mockResolvedValue(undefined as never);
    expect(await service.next()).toBe(BLOCK_SIZE);
  });

  it('leases nothing while the counter is behind', async () => {
    const { store, lease } = sharedCounter();
    const assertCounterAhead = jest.fn(async () => 0);
    assertCounterAhead.mockRejectedValueOnce(new Problem('counter-behind'));
    const behind = { assertCounterAhead } as unknown as ReservedIds;
    const service = new CounterService(store, publisher, behind);
    await expect(service.next()).rejects.toMatchObject({ code: 'counter-behind' });
    expect(lease).not.toHaveBeenCalled();
    expect(await service.next()).toBe(0);
  });

  it('issues no id of a block below those that were reserved before', async () => {
    const { store } = sharedCounter();
    const announced = jest.fn(async () => undefined);
    const service = new CounterService(
      store,
      { invalidate: announced } as unknown as InvalidationPublisher,
      { assertCounterAhead: async () => BLOCK_SIZE } as unknown as ReservedIds,
    );
    await expect(service.next()).rejects.toMatchObject({ code: 'counter-behind' });
    expect(announced).not.toHaveBeenCalled();
    expect(await service.next()).toBe(BLOCK_SIZE);
  });
});
