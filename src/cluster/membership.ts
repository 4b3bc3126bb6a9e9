import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { PROGRAM_VERSION } from '../platform/config/program-version.js';
import { ClusterStore } from './cluster.store.js';
import { InstanceMetricsSources } from './instance-metrics.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import type { LocalSignals } from './local-signals.js';
import { PeerList } from './peer-list.js';

const ID_BYTES = 8;

@Injectable()
export class Membership {
  readonly #startedAtMs = Date.now();
  #isJoined = false;

  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly listeners: InvalidationListeners,
    private readonly metrics: InstanceMetricsSources,
  ) {}

  get signals(): LocalSignals {
    return this.peers.signals;
  }

  /** Registers under a new id, to which later changes are sent, and clears the caches. */
  async join(): Promise<void> {
    this.#isJoined = false;
    const id = randomBytes(ID_BYTES).toString('hex');
    await this.store.register({
      id,
      host: hostname(),
      pid: process.pid,
      version: PROGRAM_VERSION,
      startedAtMs: this.#startedAtMs,
      lastHeartbeatAtMs: Date.now(),
      heartbeats: 0,
      ...this.metrics.collect(),
    });
    this.peers.setSelf(id);
    this.signals.open(id);
    await this.listeners.onJoin();
    this.#isJoined = true;
  }

  /** Sends a heartbeat. Joins again after an eviction or a join that did not complete. */
  async heartbeat(): Promise<void> {
    if (!this.#isJoined || !(await this.#sendHeartbeat())) await this.join();
    const { registered } = await this.peers.refresh();
    this.signals.update(registered.map((instance) => instance.id));
  }

  /** Returns whether this instance is still registered. */
  #sendHeartbeat(): Promise<boolean> {
    const { selfId } = this.peers;
    const metrics = this.metrics.collect();
    return this.peers.watch(() => this.store.heartbeat(selfId, Date.now(), metrics));
  }

  async leave(): Promise<void> {
    this.signals.close();
    try {
      await this.store.unregister(this.peers.selfId);
    } finally {
      await this.store.close();
    }
  }

  async evictStale(staleForMs: number): Promise<void> {
    for (const { id, heartbeats } of this.peers.staleFor(staleForMs)) {
      await this.store.unregister(id, heartbeats);
    }
  }
}
