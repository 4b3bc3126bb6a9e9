import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { IsNull, LessThanOrEqual, MoreThan, Or, type EntityManager } from 'typeorm';
import { PendingChanges } from '../cluster/pending-changes.js';
import { apiKeyTarget } from '../cluster/invalidation-target.js';
import { UnitOfWork } from '../cluster/unit-of-work.js';
import { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiKey } from './api-key.entity.js';
import { isApiKeyId, createApiKey, type ApiKeyInput, type NewApiKey } from './api-key.js';

const SELECT_PERMANENT_ADMINS = sql`
  SELECT id FROM api_key WHERE expiresAtMs IS NULL AND scopes LIKE '%"admin"%' ORDER BY id`;

@Injectable()
export class ApiKeyStore {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly pending: PendingChanges,
  ) {}

  findByHashPrefix(hashPrefix: string): Promise<ApiKey[]> {
    return this.database.read((manager) => manager.findBy(ApiKey, { hashPrefix }));
  }

  /** No instance accepts a key that is not in the list. */
  async list(): Promise<ApiKey[]> {
    const apiKeys = await this.database.read((manager) =>
      manager.find(ApiKey, { order: { createdAtMs: 'ASC', id: 'ASC' } }),
    );
    await this.pending.awaitApiKeys();
    return apiKeys;
  }

  /** Publishes no invalidation: no instance can have cached a secret that did not exist. */
  async create(input: ApiKeyInput, nowMs: number): Promise<NewApiKey> {
    const created = createApiKey(input, nowMs);
    await this.database.write((manager) => manager.insert(ApiKey, created.apiKey));
    return created;
  }

  /**
   * Afterwards no instance accepts the key, even if it is not found: it may just have been revoked.
   * @throws Problem `api-key-not-found`, `last-admin-key`.
   */
  async revoke(id: string): Promise<void> {
    if (!isApiKeyId(id)) throw new Problem('api-key-not-found');
    const isDeleted = await this.#waitIfLast(() =>
      this.unitOfWork.run(async (tx) => {
        tx.invalidate(apiKeyTarget(id));
        return this.#delete(tx.manager, id);
      }),
    );
    if (!isDeleted) throw new Problem('api-key-not-found');
  }

  /** Being the last key means that the others are revoked, which not every instance may know yet. */
  async #waitIfLast<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isLast = error instanceof Problem && error.code === 'last-admin-key';
      if (isLast) await this.pending.awaitApiKeys();
      throw error;
    }
  }

  /** Does nothing if the stored last use is within `atMostEveryMs` of `usedAtMs`. */
  async recordUse(id: string, usedAtMs: number, atMostEveryMs: number): Promise<void> {
    const lastUsedAtMs = Or(
      IsNull(),
      LessThanOrEqual(usedAtMs - atMostEveryMs),
      MoreThan(usedAtMs + atMostEveryMs),
    );
    await this.database.write((manager) =>
      manager.update(ApiKey, { id, lastUsedAtMs }, { lastUsedAtMs: usedAtMs }),
    );
  }

  /** The rows are locked, so that two transactions cannot revoke the last two admin keys. */
  async #delete(manager: EntityManager, id: string): Promise<boolean> {
    const { forUpdate } = this.database.dialect;
    const permanent = await queryRows<{ id: string }>(
      manager,
      sql`${SELECT_PERMANENT_ADMINS} ${forUpdate}`,
    );
    if (permanent.length === 1 && permanent[0]?.id === id) throw new Problem('last-admin-key');
    const { affected } = await manager.delete(ApiKey, { id });
    return affected === 1;
  }
}
