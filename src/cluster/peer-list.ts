import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/background/clock.js';
import { ClusterStore } from './cluster.store.js';
import type { Instance } from './instance.entity.js';
import { LocalSignals } from './local-signals.js';

/** Changes do not wait for an instance that has sent no heartbeat for this long. */
export const LEASE_MS = 3_000;
/**
 * As long as the database may take to answer a visitor before an older copy is served. After a longer
 * gap, the others may not have been able to send a heartbeat either.
 */
const MAX_GAP_MS = 500;

type HeartbeatCount = Pick<Instance, 'id' | 'heartbeats'>;

interface Observation {
  readonly heartbeats: number;
  /** When this count was first read. The heartbeat was earlier. */
  readonly firstSeenAtMs: number;
  /** Before the last read that found it unchanged. It may have changed since. */
  lastSeenAtMs: number;
}

/**
 * Compares no clocks: an instance is silent while this one reads the same heartbeat count. An outage of
 * the database is not the silence of an instance, so each gap in the answers begins the count again.
 */
@Injectable()
export class PeerList {
  readonly #observations = new Map<string, Observation>();
  #selfId = '';
  #lastAnswerAtMs = Number.NEGATIVE_INFINITY;
  /** Since then the database has answered this instance without a gap. */
  #answersSinceMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: ClusterStore,
    private readonly clock: Clock,
    /** To those of the instances that are on this machine. */
    readonly signals: LocalSignals = new LocalSignals(),
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
    const registered = await this.watch(() => this.store.listInstances());
    this.#observe(registered, requestedAtMs);
    return { registered, live: registered.filter(({ id }) => this.#isLive(id)) };
  }

  /** Runs a statement, and notes whether and when the database answered it. */
  async watch<T>(statement: () => Promise<T>): Promise<T> {
    try {
      const answer = await statement();
      this.#noteAnswer(this.clock.nowMs());
      return answer;
    } catch (error) {
      this.#lastAnswerAtMs = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  /** The ids of the instances at the last refresh, including this one. */
  ids(): string[] {
    return [...new Set([this.#selfId, ...this.#observations.keys()])];
  }

  /** Includes the time of gaps, so that a busy database does not keep dead instances registered. */
  staleFor(ms: number): HeartbeatCount[] {
    return [...this.#observations]
      .filter(([id, seen]) => id !== this.#selfId && seen.lastSeenAtMs - seen.firstSeenAtMs >= ms)
      .map(([id, { heartbeats }]) => ({ id, heartbeats }));
  }

  #noteAnswer(nowMs: number): void {
    if (nowMs - this.#lastAnswerAtMs > MAX_GAP_MS) this.#answersSinceMs = nowMs;
    this.#lastAnswerAtMs = nowMs;
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
    const seen = this.#observations.get(id);
    if (seen === undefined) return false;
    return seen.lastSeenAtMs - Math.max(seen.firstSeenAtMs, this.#answersSinceMs) < LEASE_MS;
  }
}
