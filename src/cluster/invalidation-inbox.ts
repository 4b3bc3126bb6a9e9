import { Injectable } from '@nestjs/common';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { isOutboxEntry } from './pending-invalidation.js';
import { ClusterStore } from './cluster.store.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { PeerList } from './peer-list.js';

/** Where letters to this instance arrive. */
@Injectable()
export class InvalidationInbox {
  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly listeners: InvalidationListeners,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /** Forgets what the letters are about, and only then acknowledges them. Returns how many there were. */
  async drain(): Promise<number> {
    const all = await this.store.messagesFor(this.peers.selfId);
    const messages = all.filter((message) => !isOutboxEntry(message));
    await Promise.all(messages.map((message) => this.listeners.onInvalidate(message)));
    await this.store.remove(messages);
    for (const outboxEntry of all.filter(isOutboxEntry)) {
      // Should it fail, the intent is still there next time.
      this.publisher.resume(outboxEntry).catch(() => undefined);
    }
    return messages.length;
  }
}
