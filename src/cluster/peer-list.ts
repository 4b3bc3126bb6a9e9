import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/background/clock.js';
import { ClusterStore } from './cluster.store.js';
import type { Instance } from './instance.entity.js';

/** An instance that shows no sign of life for this long is not waited for. */
export const LEASE_MS = 3_000;

type Beating = Pick<Instance, 'id' | 'heartbeats'>;

interface Observation {
  readonly heartbeats: number;
  /** When this beat was first seen. It happened before. */
  readonly firstSeenAtMs: number;
  /** The last time it was found unchanged: since then it may have changed. */
  lastSeenAtMs: number;
}

/**
 * Who is registered, and who of them lives. No two clocks are compared: an instance is silent for as long
 * as this one has seen it at the same beat.
 */
@Injectable()
export class PeerList {
  readonly #observations = new Map<string, Observation>();
  #selfId = '';

  constructor(
    private readonly store: ClusterStore,
    private readonly clock: Clock,
  ) {}

  /** The id under which this instance is registered. */
  get selfId(): string {
    return this.#selfId;
  }

  setSelf(selfId: string): void {
    this.#selfId = selfId;
  }

  /** All that are registered, and those of them that may rely on their memory, for all we know. */
  async refresh(): Promise<{ registered: Instance[]; live: Instance[] }> {
    const askedAtMs = this.clock.nowMs();
    const registered = await this.store.listInstances();
    this.#observe(registered, askedAtMs);
    return { registered, live: registered.filter(({ id }) => this.#isLive(id)) };
  }

  /** All that were registered when last looked, this one among them. */
  ids(): string[] {
    return [...new Set([this.#selfId, ...this.#observations.keys()])];
  }

  /** Others that have been silent for at least this long. */
  staleFor(ms: number): Beating[] {
    return [...this.#observations]
      .filter(([id, observation]) => id !== this.#selfId && silenceMs(observation) >= ms)
      .map(([id, { heartbeats }]) => ({ id, heartbeats }));
  }

  #observe(instances: readonly Beating[], askedAtMs: number): void {
    const answeredAtMs = this.clock.nowMs();
    for (const { id, heartbeats } of instances) {
      const known = this.#observations.get(id);
      if (known?.heartbeats === heartbeats)
        known.lastSeenAtMs = Math.max(known.lastSeenAtMs, askedAtMs);
      else {
        const times = { firstSeenAtMs: answeredAtMs, lastSeenAtMs: answeredAtMs };
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
    return observation !== undefined && silenceMs(observation) < LEASE_MS;
  }
}

function silenceMs({ firstSeenAtMs, lastSeenAtMs }: Observation): number {
  return lastSeenAtMs - firstSeenAtMs;
}
