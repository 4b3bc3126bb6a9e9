import { Injectable } from '@nestjs/common';
import { IsNull, LessThanOrEqual, MoreThan, Or, type EntityManager } from 'typeorm';
import { InvalidationPublisher } from '../cluster/invalidation-publisher.js';
import { apiKeyTarget } from '../cluster/invalidation-target.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiKey } from './api-key.entity.js';
import { isApiKeyId, createApiKey, type ApiKeyInput, type NewApiKey } from './new-api-key.js';

/** Of admins for ever, by the text that the column of scopes holds. */
const SELECT_LASTING_ADMINS =
  'SELECT `id` FROM `api_key` WHERE `expiresAtMs` IS NULL AND `scopes` LIKE \'%"admin"%\' ORDER BY `id`';

/** The table of API keys. */
@Injectable()
export class ApiKeyStore {
  constructor(
    private readonly database: Database,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /** Those whose hashes begin so: one as good as always, or none. */
  findByHashPrefix(hashPrefix: string): Promise<ApiKey[]> {
    return this.database.read((manager) => manager.findBy(ApiKey, { hashPrefix }));
  }

  /** Oldest first. */
  list(): Promise<ApiKey[]> {
    return this.database.read((manager) =>
      manager.find(ApiKey, { order: { createdAtMs: 'ASC', id: 'ASC' } }),
    );
  }

  /** Needs no announcement: nobody can have asked for a secret that was not made yet. */
  async create(grant: ApiKeyInput, nowMs: number): Promise<NewApiKey> {
    const made = createApiKey(grant, nowMs);
    await this.database.write((manager) => manager.insert(ApiKey, made.apiKey));
    return made;
  }

  /**
   * When it resolves, and when the key is not found, no instance lets anybody in by it any more: it may
   * have been revoked a moment ago by who is still waiting for the others to hear of it.
   * @throws Problem `api-key-not-found`, `last-admin-key`.
   */
  async revoke(id: string): Promise<void> {
    if (!isApiKeyId(id)) throw new Problem('api-key-not-found');
    const wasThere = await this.publisher.commitAndInvalidate([apiKeyTarget(id)], (manager) =>
      this.#delete(manager, id),
    );
    if (!wasThere) throw new Problem('api-key-not-found');
  }

  /** Unless it was noted as used less than `atMostEveryMs` before, or after by a clock that is not wrong. */
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

  /** Two who revoke the last two admins at once wait for each other, so that one of them is refused. */
  async #delete(manager: EntityManager, id: string): Promise<boolean> {
    const { forUpdate } = this.database.dialect;
    const lasting = await manager.query<{ id: string }[]>(`${SELECT_LASTING_ADMINS} ${forUpdate}`);
    if (lasting.length === 1 && lasting[0]?.id === id) throw new Problem('last-admin-key');
    const { affected } = await manager.delete(ApiKey, { id });
    return affected === 1;
  }
}
