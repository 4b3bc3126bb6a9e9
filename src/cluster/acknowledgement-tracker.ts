import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { isOutboxEntry, type PendingInvalidation } from './pending-invalidation.js';
import { Clock } from '../platform/background/clock.js';
import { ClusterStore } from './cluster.store.js';
import type { Invalidation } from './invalidation.entity.js';
import type { Instance } from './instance.entity.js';
import { PeerList } from './peer-list.js';

const LOOK_EVERY_MS = 10;
/** Without the database nobody can tell whether the others know. Longer than a lease. */
const GIVE_UP_AFTER_MS = 6_000;

interface Waiting {
  readonly change: PendingInvalidation;
  readonly sinceMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sees that committed changes reach every instance. However many wait, one loop looks after them all,
 * and it runs only while somebody waits.
 */
@Injectable()
export class AcknowledgementTracker implements OnApplicationShutdown {
  readonly #waiting = new Map<string, Waiting>();
  #isRunning = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly clock: Clock,
  ) {}

  /** Whether somebody waits for this change to be known. */
  isPending(changeId: string): boolean {
    return this.#waiting.has(changeId);
  }

  /**
   * To be called behind the commit. Resolves when each instance has acknowledged the change, or has been
   * silent for so long that it does not rely on its memory.
   * @throws Problem `database-unavailable`: then the others hear of it, but nobody can tell when.
   */
  async waitForAcks(change: PendingInvalidation): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const sinceMs = this.clock.nowMs();
      this.#waiting.set(change.id, { change, sinceMs, resolve, reject });
      if (!this.#isRunning) this.#loop = this.#run();
    });
  }

  /** Resolves when nobody waits, and what they waited for has been tidied up. */
  onIdle(): Promise<void> {
    return this.#loop;
  }

  /** Whoever waited has been answered by now, which is before the tidying up; the database is closed after it. */
  onApplicationShutdown(): Promise<void> {
    return this.onIdle();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.size > 0) {
      // Whoever comes later may have committed behind what is read now.
      const waiting = [...this.#waiting.values()];
      try {
        await this.#poll(waiting);
      } catch (error) {
        this.#rejectExpired(waiting, error);
      }
      if (this.#waiting.size > 0) await this.clock.sleep(LOOK_EVERY_MS);
    }
    this.#isRunning = false;
  }

  async #poll(waiting: readonly Waiting[]): Promise<void> {
    const changes = waiting.map(({ change }) => change);
    const { registered, live } = await this.peers.refresh();
    const posted = await this.#notifyNewInstances(changes, idsOf(registered));
    const messages = await this.store.pendingMessages(changes.map(({ id }) => id));
    const listening = new Set(idsOf(live));
    const open = messages.filter((one) => listening.has(one.recipientId) && !isOutboxEntry(one));
    // Whether a newcomer lives was asked before it was written to: only the next look can tell.
    const openIds = new Set([...open, ...posted].map(({ changeId }) => changeId));
    const done = waiting.filter(({ change }) => !openIds.has(change.id));
    for (const { resolve } of done) resolve();
    await this.#deleteOutboxEntries(done);
  }

  /** The join rule: who registered before the commit, but too late to be seen by it, may have read before it. */
  async #notifyNewInstances(
    changes: readonly PendingInvalidation[],
    registered: readonly string[],
  ): Promise<Invalidation[]> {
    const messages = changes.map((change) => change.messagesFor(registered));
    await this.store.post(messages.flat());
    changes.forEach((change, index) => change.markSent(messages[index] ?? []));
    return messages.flat();
  }

  /** They keep those informed that nobody waits for; if this fails, the next look into the mailbox finds them. */
  async #deleteOutboxEntries(done: readonly Waiting[]): Promise<void> {
    const outboxEntries = done.map(({ change: { publisherId, id, target } }) => ({
      ...target,
      recipientId: publisherId,
      changeId: id,
    }));
    await this.store.remove(outboxEntries).catch(() => undefined);
    for (const { change } of done) this.#waiting.delete(change.id);
  }

  #rejectExpired(waiting: readonly Waiting[], error: unknown): void {
    for (const { change, sinceMs, reject } of waiting) {
      if (this.clock.nowMs() - sinceMs < GIVE_UP_AFTER_MS) continue;
      this.#waiting.delete(change.id);
      reject(error);
    }
  }
}

function idsOf(instances: readonly Instance[]): string[] {
  return instances.map(({ id }) => id);
}
