import { describe, expect, it, jest } from '@jest/globals';
import { SingleFlight, type Flight } from './single-flight.js';

describe(SingleFlight.name, () => {
  it('loads once for concurrent calls, and again for a later call', async () => {
    const flights = new SingleFlight<string, string>();
    const load = jest.fn(async () => 'value');
    await Promise.all(Array.from({ length: 100 }, () => flights.run('key', load)));
    expect(load).toHaveBeenCalledTimes(1);
    await flights.run('key', load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('passes an error to all callers and does not keep it', async () => {
    const flights = new SingleFlight<string, string>();
    const load = jest.fn(async () => Promise.reject(new Error('away')));
    const both = await Promise.allSettled([flights.run('key', load), flights.run('key', load)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(flights.run('key', async () => 'back')).resolves.toBe('back');
  });

  it('starts a new load after an invalidation', async () => {
    const flights = new SingleFlight<string, string>();
    const old = flights.run('key', async () => 'old');
    flights.invalidate('key');
    await expect(flights.run('key', async () => 'new')).resolves.toBe('new');
    await expect(old).resolves.toBe('old');
  });

  it('marks the flight in progress as invalidated', async () => {
    const flights = new SingleFlight<string, void>();
    const seen: Flight[] = [];
    const load = async (flight: Flight) => void seen.push(flight);
    const loads = ['one', 'other', 'third'].map((key) => flights.run(key, load));
    flights.invalidate('one');
    expect(seen.map(({ isInvalidated }) => isInvalidated)).toEqual([true, false, false]);
    flights.invalidateAll();
    expect(seen.map(({ isInvalidated }) => isInvalidated)).toEqual([true, true, true]);
    await Promise.all(loads);
  });
});
