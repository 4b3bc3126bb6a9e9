import { Injectable } from '@nestjs/common';
import { ClusterStore } from './cluster.store.js';
import type { Invalidation } from './invalidation.entity.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { PeerList } from './peer-list.js';
import { isOutboxEntry } from './pending-invalidation.js';

@Injectable()
export class InvalidationInbox {
  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly listeners: InvalidationListeners,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /** Invalidates all targets, then acknowledges the messages. Returns how many there were. */
  async drain(): Promise<number> {
    this.publisher.beginReading();
    const all = await this.peers.watch(() => this.store.messagesFor(this.peers.selfId));
    const messages = all.filter((message) => !isOutboxEntry(message));
    await Promise.all(messages.map((message) => this.listeners.onInvalidate(message)));
    await this.store.remove(messages);
    this.#resume(all.filter(isOutboxEntry));
    return messages.length;
  }

  /** Resumes the changes of evicted instances, and deletes messages without a recipient. */
  async takeOverOrphans(): Promise<void> {
    this.#resume(await this.#deleteOrphans());
  }

  /** Does not wait, because this instance is a recipient too. A later drain retries a failure. */
  #resume(outboxEntries: readonly Invalidation[]): void {
    for (const entry of outboxEntries) this.publisher.resume(entry).catch(() => undefined);
  }

  /** Returns outbox entries; if there are many, not all of them. */
  async #deleteOrphans(): Promise<Invalidation[]> {
    for (;;) {
      const orphans = await this.store.orphanedMessages();
      const messages = orphans.filter((message) => !isOutboxEntry(message));
      if (messages.length === 0) return orphans;
      await this.store.remove(messages);
    }
  }
}
