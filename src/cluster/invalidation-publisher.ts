import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PendingInvalidation } from './pending-invalidation.js';
import { ClusterStore } from './cluster.store.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import type { Invalidation } from './invalidation.entity.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { PeerList } from './peer-list.js';
import type { InvalidationTarget } from './invalidation-target.js';

type Work<T> = (manager: EntityManager) => Promise<T>;

/** Makes changes that are known to every instance when the promise resolves. */
@Injectable()
export class InvalidationPublisher {
  readonly #inProgress = new Set<string>();
  #count = 0;

  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly tracker: AcknowledgementTracker,
    private readonly listeners: InvalidationListeners,
  ) {}

  /**
   * Does the work in a transaction, and has all instances forget what they remember of the subjects.
   * @throws what the work throws, and Problem `database-unavailable`. Should the work have happened all
   * the same, the others hear of it soon.
   */
  commitAndInvalidate<T>(targets: readonly InvalidationTarget[], work: Work<T>): Promise<T> {
    return this.#publish(targets, async (changes) => {
      const messages = changes.map((change) => change.messagesFor(this.peers.ids()));
      const result = await this.store.commit(work, messages.flat());
      changes.forEach((change, index) => change.markSent(messages[index] ?? []));
      return result;
    });
  }

  /** Has all instances forget what they remember of the subject, since it is about to change. */
  invalidate(target: InvalidationTarget): Promise<void> {
    return this.#publish([target], async () => undefined);
  }

  /** Takes up a change of ours that was committed though its author was not told so. */
  async resume(outboxEntry: Invalidation): Promise<void> {
    if (this.#inProgress.has(outboxEntry.changeId) || this.tracker.isPending(outboxEntry.changeId))
      return;
    await this.#complete([PendingInvalidation.fromOutboxEntry(outboxEntry)], async () => undefined);
  }

  #publish<T>(
    targets: readonly InvalidationTarget[],
    work: (changes: readonly PendingInvalidation[]) => Promise<T>,
  ): Promise<T> {
    const changes = targets.map(
      (target) => new PendingInvalidation(this.peers.selfId, ++this.#count, target),
    );
    return this.#complete(changes, work);
  }

  async #complete<T>(
    changes: readonly PendingInvalidation[],
    work: (changes: readonly PendingInvalidation[]) => Promise<T>,
  ): Promise<T> {
    for (const { id } of changes) this.#inProgress.add(id);
    try {
      const result = await work(changes);
      await Promise.all(changes.map((change) => this.#propagate(change)));
      return result;
    } finally {
      for (const { id } of changes) this.#inProgress.delete(id);
    }
  }

  async #propagate(change: PendingInvalidation): Promise<void> {
    await this.listeners.onInvalidate(change.target);
    await this.tracker.waitForAcks(change);
  }
}
