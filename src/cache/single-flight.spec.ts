import { describe, expect, it, jest } from '@jest/globals';
import { SingleFlight, type Flight } from './single-flight.js';

describe(SingleFlight.name, () => {
  it('loads once for all who ask meanwhile, and again for who asks after', async () => {
    const flights = new SingleFlight<string, string>();
    const load = jest.fn(async () => 'value');
    await Promise.all(Array.from({ length: 100 }, () => flights.run('key', load)));
    expect(load).toHaveBeenCalledTimes(1);
    await flights.run('key', load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('tells all of a failure and remembers none', async () => {
    const flights = new SingleFlight<string, string>();
    const load = jest.fn(async () => Promise.reject(new Error('away')));
    const both = await Promise.allSettled([flights.run('key', load), flights.run('key', load)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(flights.run('key', async () => 'back')).resolves.toBe('back');
  });

  it('does not give an answer under way to who asks after it was forgotten', async () => {
    const flights = new SingleFlight<string, string>();
    const old = flights.run('key', async () => 'old');
    flights.invalidate('key');
    await expect(flights.run('key', async () => 'new')).resolves.toBe('new');
    await expect(old).resolves.toBe('old');
  });

  it('lets the answer under way know that it was forgotten', async () => {
    const flights = new SingleFlight<string, void>();
    const seen: Flight[] = [];
    const load = async (flight: Flight) => void seen.push(flight);
    const under = ['one', 'other', 'third'].map((key) => flights.run(key, load));
    flights.invalidate('one');
    expect(seen.map(({ isInvalidated }) => isInvalidated)).toEqual([true, false, false]);
    flights.invalidateAll();
    expect(seen.map(({ isInvalidated }) => isInvalidated)).toEqual([true, true, true]);
    await Promise.all(under);
  });
});
