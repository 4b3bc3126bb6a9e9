import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { PROGRAM_VERSION } from '../platform/config/program-version.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { isOutboxEntry } from './pending-invalidation.js';
import { ClusterStore } from './cluster.store.js';
import type { Invalidation } from './invalidation.entity.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { PeerList } from './peer-list.js';

const ID_BYTES = 8;

/** This instance as one of many: its own registration, and the end of that of others. */
@Injectable()
export class Membership {
  readonly #startedAtMs = Date.now();
  #isJoined = false;

  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly listeners: InvalidationListeners,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /** Changes from now on are addressed to this instance. What it remembers from before is worth nothing. */
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
      ...this.listeners.metrics(),
    });
    this.peers.setSelf(id);
    await this.listeners.onJoin();
    this.#isJoined = true;
  }

  /**
   * A sign of life. If others took this instance for dead and struck it off, it joins anew; so it does if
   * it could not forget everything when it joined.
   */
  async heartbeat(): Promise<void> {
    const { selfId } = this.peers;
    const report = this.listeners.metrics();
    const isMember = this.#isJoined && (await this.store.heartbeat(selfId, Date.now(), report));
    if (!isMember) await this.join();
    await this.peers.refresh();
  }

  async leave(): Promise<void> {
    try {
      await this.store.unregister(this.peers.selfId);
    } finally {
      await this.store.close();
    }
  }

  /** Strikes off instances that have been silent for this long. */
  async evictStale(silentForMs: number): Promise<void> {
    for (const { id, heartbeats } of this.peers.staleFor(silentForMs)) {
      await this.store.unregister(id, heartbeats);
    }
  }

  /** Takes over what the dead were about to tell, and throws away what nobody will read. */
  async takeOverOrphans(): Promise<void> {
    const outboxEntries = await this.#deleteOrphans();
    for (const outboxEntry of outboxEntries) {
      // Should it fail, the intent is still there next time. The letters go to this instance too, so
      // that it would wait for itself.
      this.publisher.resume(outboxEntry).catch(() => undefined);
    }
  }

  /** Returns those that are worth something, or some of them. */
  async #deleteOrphans(): Promise<Invalidation[]> {
    for (;;) {
      const orphans = await this.store.orphanedMessages();
      const worthless = orphans.filter((message) => !isOutboxEntry(message));
      if (worthless.length === 0) return orphans;
      await this.store.remove(worthless);
    }
  }
}
