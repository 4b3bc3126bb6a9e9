import { Injectable } from '@nestjs/common';
import { chunk } from '../platform/database/chunk.js';
import { Database } from '../platform/database/database.js';
import { ClusterStore } from './cluster.store.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { apiKeyTarget, linkTarget } from './invalidation-target.js';

/**
 * Changes that are committed and that not every instance has acknowledged. The call that made one still
 * waits, so a call that reports its result to another client has to wait as well.
 */
@Injectable()
export class PendingChanges {
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
      await Promise.all(pending.map((key) => this.publisher.confirm(linkTarget(key))));
    }
  }

  /** Resolves when no instance accepts an API key that the caller has found revoked. */
  async awaitApiKeys(): Promise<void> {
    const pending = await this.database.read((manager) => this.store.pendingApiKeyIds(manager));
    await Promise.all(pending.map((id) => this.publisher.confirm(apiKeyTarget(id))));
  }
}
