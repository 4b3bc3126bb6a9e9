import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ChangesInProgress } from './changes-in-progress.js';
import { PendingInvalidation } from './pending-invalidation.js';
import { ClusterStore } from './cluster.store.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import type { Invalidation } from './invalidation.entity.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { PeerList } from './peer-list.js';
import type { InvalidationTarget } from './invalidation-target.js';

@Injectable()
export class InvalidationPublisher {
  /** `resume` leaves them alone. */
  readonly #inProgress = new ChangesInProgress();
  #count = 0;

  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly tracker: AcknowledgementTracker,
    private readonly listeners: InvalidationListeners,
  ) {}

  /** Resolves when no instance serves an older copy. Throws Problem `database-unavailable`. */
  invalidate(target: InvalidationTarget): Promise<void> {
    return this.publish(async (publication) =>
      publication.replace(this.#createInvalidations([target])),
    );
  }

  /**
   * Resolves when every instance has dropped what it read before this call. It is no change of its own:
   * without an outbox entry nobody waits for it but the caller.
   */
  async confirm(target: InvalidationTarget): Promise<void> {
    const confirmation = new PendingInvalidation(`~${this.peers.selfId}`, ++this.#count, target);
    await this.tracker.waitForAcks(confirmation);
  }

  /**
   * Must be called before the inbox is read, by one reader at a time. An entry that is read while its change is completed
   * would have `resume` publish it again, and cost every instance a copy that is current.
   */
  beginReading(): void {
    this.#inProgress.forgetEnded();
  }

  /** Completes a committed change whose publisher has not seen all acknowledgements. */
  async resume(outboxEntry: Invalidation): Promise<void> {
    const { changeId } = outboxEntry;
    if (this.#inProgress.has(changeId) || this.tracker.isPending(changeId)) return;
    await this.publish(async (publication) =>
      publication.replace([PendingInvalidation.fromOutboxEntry(outboxEntry)]),
    );
  }

  /** Runs the change and waits for all acknowledgements. Throws what `UnitOfWork.run` throws. */
  async publish<T>(change: (publication: Publication) => Promise<T>): Promise<T> {
    const publication = new Publication(this.#inProgress);
    try {
      const result = await change(publication);
      await Promise.all(publication.invalidations.map((each) => this.#propagate(each)));
      return result;
    } finally {
      publication.close();
    }
  }

  /** Marks the ids as in progress before the commit, so that `resume` ignores their entries. */
  async insertMessages(
    manager: EntityManager,
    publication: Publication,
    targets: readonly InvalidationTarget[],
  ): Promise<void> {
    const invalidations = this.#createInvalidations(targets);
    publication.replace(invalidations);
    const instanceIds = this.peers.ids();
    const messages = invalidations.map((each) => each.messagesFor(instanceIds));
    await this.store.insertMessages(manager, messages.flat());
    invalidations.forEach((each, index) => each.markSent(messages[index] ?? []));
  }

  #createInvalidations(targets: readonly InvalidationTarget[]): PendingInvalidation[] {
    return targets.map(
      (target) => new PendingInvalidation(this.peers.selfId, ++this.#count, target),
    );
  }

  async #propagate(invalidation: PendingInvalidation): Promise<void> {
    await this.listeners.onInvalidate(invalidation.target);
    await this.tracker.waitForAcks(invalidation);
  }
}

export class Publication {
  #invalidations: readonly PendingInvalidation[] = [];
  #isClosed = false;

  constructor(private readonly inProgress: ChangesInProgress) {}

  get invalidations(): readonly PendingInvalidation[] {
    return this.#invalidations;
  }

  /** A transaction may get here after its timeout and `close`. `resume` then completes it. */
  replace(invalidations: readonly PendingInvalidation[]): void {
    this.#release();
    this.#invalidations = invalidations;
    if (this.#isClosed) return;
    for (const { id } of invalidations) this.inProgress.begin(id);
  }

  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #release(): void {
    for (const { id } of this.#invalidations) this.inProgress.end(id);
  }
}
