import { Injectable } from '@nestjs/common';
import { chunk } from '../platform/database/chunk.js';
import { Database } from '../platform/database/database.js';
import { ClusterStore } from './cluster.store.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { apiKeyTarget, linkTarget, type InvalidationTarget } from './invalidation-target.js';

/**
 * Changes that are committed and that not every instance has acknowledged. The call that made one still
 * waits, so a call that reports its result has to wait as well.
 */
@Injectable()
export class PendingChanges {
  readonly #running = new Map<string, Promise<void>>();
  /** Each begins when the running confirmation of the same target is over. */
  readonly #next = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly store: ClusterStore,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /**
   * Resolves when every instance redirects by what the caller has read, or by something newer.
   * @throws Problem `database-unavailable`.
   */
  async awaitLinks(keys: readonly string[]): Promise<void> {
    for (const batch of chunk(keys)) {
      const pending = await this.database.read((manager) =>
        this.store.pendingLinkKeys(manager, batch),
      );
      await Promise.all(pending.map((key) => this.#confirm(linkTarget(key))));
    }
  }

  /** Resolves when no instance accepts an API key that the caller has found revoked. */
  async awaitApiKeys(): Promise<void> {
    const pending = await this.database.read((manager) => this.store.pendingApiKeyIds(manager));
    await Promise.all(pending.map((id) => this.#confirm(apiKeyTarget(id))));
  }

  /** A caller cannot join a confirmation that began before it has read, so callers share the next. */
  #confirm(target: InvalidationTarget): Promise<void> {
    const id = JSON.stringify(target);
    const running = this.#running.get(id);
    if (running === undefined) return this.#start(id, target);
    const planned = this.#next.get(id);
    if (planned !== undefined) return planned;
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.#next.delete(id);
        return this.#start(id, target);
      });
    this.#next.set(id, next);
    return next;
  }

  #start(id: string, target: InvalidationTarget): Promise<void> {
    const confirmation = this.publisher.confirm(target).finally(() => {
      if (this.#running.get(id) === confirmation) this.#running.delete(id);
    });
    this.#running.set(id, confirmation);
    return confirmation;
  }
}
