import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/background/clock.js';
import { ClusterStore } from './cluster.store.js';
import type { Instance } from './instance.entity.js';

/** Changes do not wait for an instance that has sent no heartbeat for this long. */
export const LEASE_MS = 3_000;

type HeartbeatCount = Pick<Instance, 'id' | 'heartbeats'>;

interface Observation {
  readonly heartbeats: number;
  /** When this count was first read. The heartbeat was earlier. */
  readonly firstSeenAtMs: number;
  /** Before the last read that found it unchanged. It may have changed since. */
  lastSeenAtMs: number;
}

/** Compares no clocks: an instance is stale while this one reads the same heartbeat count. */
@Injectable()
export class PeerList {
  readonly #observations = new Map<string, Observation>();
  #selfId = '';

  constructor(
    private readonly store: ClusterStore,
    private readonly clock: Clock,
  ) {}

  get selfId(): string {
    return this.#selfId;
  }

  setSelf(selfId: string): void {
    this.#selfId = selfId;
  }

  /** Reads the registered instances, and returns those that may use their caches as live. */
  async refresh(): Promise<{ registered: Instance[]; live: Instance[] }> {
    const requestedAtMs = this.clock.nowMs();
    const registered = await this.store.listInstances();
    this.#observe(registered, requestedAtMs);
    return { registered, live: registered.filter(({ id }) => this.#isLive(id)) };
  }

  /** The ids of the instances at the last refresh, including this one. */
  ids(): string[] {
    return [...new Set([this.#selfId, ...this.#observations.keys()])];
  }

  staleFor(ms: number): HeartbeatCount[] {
    return [...this.#observations]
      .filter(([id, observation]) => id !== this.#selfId && staleMs(observation) >= ms)
      .map(([id, { heartbeats }]) => ({ id, heartbeats }));
  }

  #observe(instances: readonly HeartbeatCount[], requestedAtMs: number): void {
    const receivedAtMs = this.clock.nowMs();
    for (const { id, heartbeats } of instances) {
      const known = this.#observations.get(id);
      if (known?.heartbeats === heartbeats)
        known.lastSeenAtMs = Math.max(known.lastSeenAtMs, requestedAtMs);
      else {
        const times = { firstSeenAtMs: receivedAtMs, lastSeenAtMs: receivedAtMs };
        this.#observations.set(id, { heartbeats, ...times });
      }
    }
    const registered = new Set(instances.map(({ id }) => id));
    for (const id of this.#observations.keys()) {
      if (!registered.has(id)) this.#observations.delete(id);
    }
  }

  #isLive(id: string): boolean {
    const observation = this.#observations.get(id);
    return observation !== undefined && staleMs(observation) < LEASE_MS;
  }
}

function staleMs({ firstSeenAtMs, lastSeenAtMs }: Observation): number {
  return lastSeenAtMs - firstSeenAtMs;
}
