import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { isOutboxEntry, type PendingInvalidation } from './pending-invalidation.js';
import { Clock } from '../platform/background/clock.js';
import { Problem } from '../platform/errors/problem.js';
import { DurationHistogram } from '../platform/metrics/duration-histogram.js';
import { ClusterStore } from './cluster.store.js';
import type { Invalidation } from './invalidation.entity.js';
import type { Instance } from './instance.entity.js';
import { PeerList } from './peer-list.js';

const DELAY_BOUNDS_MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000];
const POLL_INTERVAL_MS = 10;
/** How long a change waits while the database is unavailable. Longer than a lease. */
const GIVE_UP_AFTER_MS = 6_000;
/** How long a change waits in any case, for instance if the database is slow. Longer than an eviction takes. */
const MAX_WAIT_MS = 15_000;

interface PendingChange {
  readonly change: PendingInvalidation;
  readonly sinceMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Waits until every live instance has acknowledged a committed change. One loop polls for all. */
@Injectable()
export class AcknowledgementTracker implements OnApplicationShutdown {
  /** How long committed changes have waited, also those that were given up. */
  readonly delays = new DurationHistogram(DELAY_BOUNDS_MS);
  readonly #pending = new Map<string, PendingChange>();
  #isRunning = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ClusterStore,
    private readonly peers: PeerList,
    private readonly clock: Clock,
  ) {}

  isPending(changeId: string): boolean {
    return this.#pending.has(changeId);
  }

  /** Resolves when every live instance has acknowledged. Throws Problem `database-unavailable`. */
  async waitForAcks(change: PendingInvalidation): Promise<void> {
    this.peers.signals.send(change.recipientIds);
    await new Promise<void>((resolve, reject) => {
      const sinceMs = this.clock.nowMs();
      this.#pending.set(change.id, { change, sinceMs, resolve, reject });
      if (!this.#isRunning) this.#loop = this.#run();
    });
  }

  /** Resolves when no change is pending and all outbox entries are deleted. */
  onIdle(): Promise<void> {
    return this.#loop;
  }

  /** Changes that others have published may be pending, and the database closes after this. */
  onApplicationShutdown(): Promise<void> {
    return this.onIdle();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#pending.size > 0) {
      // A later change may be committed after this poll has read the messages.
      const waiting = [...this.#pending.values()];
      try {
        await this.#poll(waiting);
        this.#rejectExpired(waiting, MAX_WAIT_MS, unacknowledged());
      } catch (error) {
        this.#rejectExpired(waiting, GIVE_UP_AFTER_MS, error);
      }
      if (this.#pending.size > 0) await this.clock.sleep(POLL_INTERVAL_MS);
    }
    this.#isRunning = false;
  }

  async #poll(waiting: readonly PendingChange[]): Promise<void> {
    const changes = waiting.map(({ change }) => change);
    const { registered, live } = await this.peers.refresh();
    const posted = await this.#notifyNewInstances(changes, idsOf(registered));
    const changeIds = changes.map(({ id }) => id);
    const messages = await this.peers.watch(() => this.store.pendingMessages(changeIds));
    const liveIds = new Set(idsOf(live));
    const unacknowledged = messages.filter(
      (message) => liveIds.has(message.recipientId) && !isOutboxEntry(message),
    );
    // New instances were posted to after `live` was read, so only the next poll can decide.
    const openIds = new Set([...unacknowledged, ...posted].map(({ changeId }) => changeId));
    await this.#complete(waiting.filter(({ change }) => !openIds.has(change.id)));
  }

  /** An instance that registered too late for the commit may have cached the old value. */
  async #notifyNewInstances(
    changes: readonly PendingInvalidation[],
    registered: readonly string[],
  ): Promise<Invalidation[]> {
    const messages = changes.map((change) => change.messagesFor(registered));
    await this.store.post(messages.flat());
    changes.forEach((change, index) => change.markSent(messages[index] ?? []));
    this.peers.signals.send(new Set(messages.flat().map(({ recipientId }) => recipientId)));
    return messages.flat();
  }

  /**
   * Deletes the outbox entries before callers resume: while there is one, others wait for the change. If
   * this fails, the next drain of the inbox finds the entries.
   */
  async #complete(done: readonly PendingChange[]): Promise<void> {
    const outboxEntries = done.map(({ change: { publisherId, id, target } }) => ({
      ...target,
      recipientId: publisherId,
      changeId: id,
    }));
    await this.store.remove(outboxEntries).catch(() => undefined);
    for (const pending of done) {
      this.#end(pending);
      pending.resolve();
    }
  }

  #rejectExpired(waiting: readonly PendingChange[], afterMs: number, error: unknown): void {
    for (const pending of waiting) {
      if (this.clock.nowMs() - pending.sinceMs < afterMs) continue;
      this.#end(pending);
      pending.reject(error);
    }
  }

  #end({ change, sinceMs }: PendingChange): void {
    this.#pending.delete(change.id);
    this.delays.observe(this.clock.nowMs() - sinceMs);
  }
}

function unacknowledged(): Problem {
  const detail = 'Not every instance has confirmed the change in time.';
  return new Problem('database-unavailable', { headers: { 'Retry-After': '5' }, detail });
}

function idsOf(instances: readonly Instance[]): string[] {
  return instances.map(({ id }) => id);
}
