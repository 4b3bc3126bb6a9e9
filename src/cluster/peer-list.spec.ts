import { describe, expect, it } from '@jest/globals';
import { Problem } from '../platform/errors/problem.js';
import type { ClusterStore } from './cluster.store.js';
import type { Instance } from './instance.entity.js';
import { PeerList } from './peer-list.js';

const HEARTBEAT_EVERY_MS = 1_000;
const LEASE_MS = 3_000;

/** A peer whose heartbeats are counted by the test. The list has read the first one at time 0. */
async function setUp() {
  const clock = { now: 0, nowMs: () => clock.now, sleep: async () => {} };
  const peer = { id: 'peer', heartbeats: 1 };
  let isAway = false;
  const store = {
    listInstances: async () => {
      if (isAway) throw new Problem('database-unavailable');
      return [{ ...peer }] as Instance[];
    },
  } as unknown as ClusterStore;
  const list = new PeerList(store, clock);
  list.setSelf('self');
  const isLive = async () => (await list.refresh()).live.length === 1;
  await list.refresh();
  /** Polls for so long. Returns whether the peer was live at the last poll. */
  const poll = async (ms: number, everyMs = 100): Promise<boolean> => {
    let wasLive = true;
    for (let leftMs = ms; leftMs > 0; leftMs -= everyMs) {
      clock.now += everyMs;
      wasLive = await isLive();
    }
    return wasLive;
  };
  const interrupt = async (ms: number): Promise<void> => {
    isAway = true;
    await expect(list.refresh()).rejects.toThrow('database');
    clock.now += ms;
    isAway = false;
  };
  return { clock, peer, list, isLive, poll, interrupt };
}

describe(PeerList.name, () => {
  it('considers a peer live until it has been silent for as long as a lease', async () => {
    const { poll } = await setUp();
    expect(await poll(LEASE_MS - 100)).toBe(true);
    expect(await poll(100)).toBe(false);
  });

  it('considers it live again with the next heartbeat', async () => {
    const { peer, poll } = await setUp();
    expect(await poll(LEASE_MS)).toBe(false);
    peer.heartbeats++;
    expect(await poll(HEARTBEAT_EVERY_MS)).toBe(true);
  });

  it('does not count an outage of the database as silence', async () => {
    const { poll, interrupt } = await setUp();
    await poll(LEASE_MS - 100);
    await interrupt(10);
    expect(await poll(LEASE_MS)).toBe(true);
    expect(await poll(100)).toBe(false);
  });

  it('does not count the time before a late poll as silence', async () => {
    const { clock, isLive, poll } = await setUp();
    await poll(LEASE_MS - 100);
    clock.now += 501;
    expect(await isLive()).toBe(true);
    expect(await poll(LEASE_MS - 100)).toBe(true);
    expect(await poll(100)).toBe(false);
  });

  it('lets other statements fill the gap between two polls', async () => {
    const { clock, list, isLive } = await setUp();
    for (let count = 0; count < LEASE_MS / 300; count++) {
      clock.now += 300;
      await list.watch(async () => undefined);
    }
    expect(await isLive()).toBe(false);
  });

  it('counts outages for evictions, which need a lease of their own', async () => {
    const { clock, list, interrupt } = await setUp();
    await interrupt(10_000);
    await list.refresh();
    expect(list.staleFor(10_000)).toEqual([{ id: 'peer', heartbeats: 1 }]);
    clock.now += 1;
    expect(list.staleFor(10_001)).toEqual([]);
  });
});
