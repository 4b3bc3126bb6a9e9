import { once } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { Heartbeat } from './heartbeat.js';
import type { InvalidationInbox } from './invalidation-inbox.js';
import { Lease } from './lease.js';
import type { Membership } from './membership.js';

const PAUSE_COUNT = 6;

interface Run {
  readonly areSufficient: boolean;
  /** The number of messages of each look into the inbox, 0 if not given. */
  readonly messages?: readonly number[];
  /** Whether heartbeats fail after the first. */
  readonly isAway?: boolean;
}

/** Lets time pass only in pauses, and returns how long the first ones are. */
async function pausesOf({ areSufficient, messages = [], isAway = false }: Run): Promise<number[]> {
  const pauses: number[] = [];
  let nowMs = 0;
  let hasEnough = (): void => undefined;
  const enough = new Promise<void>((resolve) => (hasEnough = resolve));
  const sleep = async (ms: number): Promise<void> => {
    pauses.push(Math.round(ms));
    nowMs += ms;
    if (pauses.length === PAUSE_COUNT) hasEnough();
  };
  const left = [...messages];
  let heartbeatCount = 0;
  const membership = {
    signals: { areSufficient, setListener: () => undefined },
    join: async () => undefined,
    leave: async () => undefined,
    heartbeat: async () => {
      if (heartbeatCount++ > 0 && isAway) throw new Error('away');
    },
  };
  const inbox = { drain: async () => left.shift() ?? 0 };
  const heartbeat = new Heartbeat(
    membership as unknown as Membership,
    inbox as unknown as InvalidationInbox,
    new Lease(0),
    { nowMs: () => nowMs, sleep },
  );
  await heartbeat.onApplicationBootstrap();
  await enough;
  await heartbeat.onApplicationShutdown();
  return pauses.slice(0, PAUSE_COUNT);
}

async function untilAborted(_ms: number, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Starts one that has drained its inbox once, and of which no pause ends by itself. */
async function startIdle() {
  let signal = (): void => undefined;
  const drain = jest.fn(async () => 0);
  const signals = {
    areSufficient: true,
    setListener: (listener: () => void) => (signal = listener),
  };
  const nothing = async (): Promise<void> => undefined;
  const heartbeat = new Heartbeat(
    { signals, join: nothing, heartbeat: nothing, leave: nothing } as unknown as Membership,
    { drain } as unknown as InvalidationInbox,
    new Lease(0),
    { nowMs: () => 0, sleep: untilAborted },
  );
  await heartbeat.onApplicationBootstrap();
  return { signal: () => signal(), drain, stop: () => heartbeat.onApplicationShutdown() };
}

describe(Heartbeat.name, () => {
  it('looks ten times a second where signals are not sufficient', async () => {
    expect(await pausesOf({ areSufficient: false })).toEqual([100, 100, 100, 100, 100, 100]);
  });

  it('looks three times a second where they are, and is in time for the heartbeat', async () => {
    expect(await pausesOf({ areSufficient: true })).toEqual([340, 340, 320, 340, 340, 320]);
  });

  it('looks at once at a signal, but not while it looks often anyway', async () => {
    const { signal, drain, stop } = await startIdle();
    signal();
    await new Promise(setImmediate);
    expect(drain).toHaveBeenCalledTimes(2);
    drain.mockResolvedValueOnce(1);
    signal();
    await new Promise(setImmediate);
    signal();
    await new Promise(setImmediate);
    expect(drain).toHaveBeenCalledTimes(3);
    await stop();
  });

  it('does not try without a pause to send a heartbeat that fails', async () => {
    const pauses = await pausesOf({ areSufficient: true, isAway: true });
    expect(pauses).toEqual([340, 340, 320, 100, 100, 100]);
  });

  it('looks fifty times a second after a message', async () => {
    const pauses = await pausesOf({ areSufficient: true, messages: [0, 1] });
    expect(pauses.slice(0, 4)).toEqual([340, 20, 20, 20]);
  });
});
