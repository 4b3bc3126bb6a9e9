import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import {
  In,
  IsNull,
  LessThan,
  LessThanOrEqual,
  MoreThan,
  Not,
  Or,
  type EntityManager,
} from 'typeorm';
import { PendingChanges } from '../cluster/pending-changes.js';
import { apiKeyTarget } from '../cluster/invalidation-target.js';
import { UnitOfWork } from '../cluster/unit-of-work.js';
import { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiKey } from './api-key.entity.js';
import {
  createApiKey,
  createSession,
  isApiKeyId,
  type ApiKeyInput,
  type NewApiKey,
} from './api-key.js';
import { RevokedApiKey } from './revoked-api-key.entity.js';

/** Sessions are not among them, because each has an end. */
const SELECT_PERMANENT_ADMINS = sql`
  SELECT id FROM api_key WHERE expiresAtMs IS NULL AND scopes LIKE '%"admin"%' ORDER BY id`;
const SESSIONS_PER_BATCH = 500;

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

  /** Oldest first, each key followed by its sessions. No instance accepts a key that is not in the list. */
  async list(): Promise<ApiKey[]> {
    const apiKeys = await this.database.read((manager) =>
      manager.find(ApiKey, { order: { createdAtMs: 'ASC', id: 'ASC' } }),
    );
    await this.pending.awaitApiKeys();
    return withSessionsBelow(apiKeys);
  }

  /** Publishes no invalidation: no instance can have cached a secret that did not exist. */
  async create(input: ApiKeyInput, nowMs: number): Promise<NewApiKey> {
    const created = createApiKey(input, nowMs);
    await this.database.write((manager) => manager.insert(ApiKey, created.apiKey));
    return created;
  }

  /**
   * Creates a session of an API key. The key's row is locked, so that a revocation meanwhile finds the session.
   * @returns `undefined` if the key has just been revoked.
   */
  createSession(
    parent: ApiKey,
    isRemembered: boolean,
    nowMs: number,
  ): Promise<NewApiKey | undefined> {
    const created = createSession(parent, isRemembered, nowMs);
    const { forUpdate } = this.database.dialect;
    return this.database.transaction(async (manager) => {
      const found = await queryRows(
        manager,
        sql`SELECT id FROM api_key WHERE id = ${parent.id} ${forUpdate}`,
      );
      if (found.length === 0) return undefined;
      await manager.insert(ApiKey, created.apiKey);
      return created;
    });
  }

  /**
   * Afterwards no instance accepts the key or a session of it, even if it is not found: it may just have been revoked.
   * @throws Problem `api-key-not-found`, `last-admin-key`.
   */
  async revoke(id: string): Promise<void> {
    if (!isApiKeyId(id) || !(await this.#revoke(id))) throw new Problem('api-key-not-found');
  }

  /** Afterwards no instance accepts the session. */
  async endSession({ id }: ApiKey): Promise<void> {
    await this.#revoke(id);
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

  /** Deletes a batch of sessions that ended before the time. @returns how many. */
  async deleteSessionsEndedBefore(timeMs: number): Promise<number> {
    const ended = await this.database.read((manager) =>
      manager.find(ApiKey, {
        select: { id: true },
        where: { expiresAtMs: LessThan(timeMs), parentId: Not(IsNull()) },
        order: { expiresAtMs: 'ASC' },
        take: SESSIONS_PER_BATCH,
      }),
    );
    const ids = ended.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await this.database.write((manager) => manager.delete(ApiKey, { id: In(ids) }));
    return ids.length;
  }

  #revoke(id: string): Promise<boolean> {
    return this.#waitIfLast(() =>
      this.unitOfWork.run(async (tx) => {
        tx.invalidate(apiKeyTarget(id));
        return this.#delete(tx.manager, id);
      }),
    );
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

  /** The rows are locked, so that two transactions cannot revoke the last two admin keys. */
  async #delete(manager: EntityManager, id: string): Promise<boolean> {
    const { forUpdate } = this.database.dialect;
    const permanent = await queryRows<{ id: string }>(
      manager,
      sql`${SELECT_PERMANENT_ADMINS} ${forUpdate}`,
    );
    if (permanent.length === 1 && permanent[0]?.id === id) throw new Problem('last-admin-key');
    return deleteApiKey(manager, id);
  }
}

/**
 * Deletes a key, then its sessions: a session that is created meanwhile holds a lock on the key's row. Keeps the name
 * of the key, but not of a session. The caller invalidates the key. @returns whether it existed.
 */
export async function deleteApiKey(manager: EntityManager, id: string): Promise<boolean> {
  const apiKey = await manager.findOneBy(ApiKey, { id });
  const { affected } = await manager.delete(ApiKey, { id });
  await manager.delete(ApiKey, { parentId: id });
  if (affected !== 1) return false;
  if (apiKey?.parentId === null) await manager.insert(RevokedApiKey, { id, name: apiKey.name });
  return true;
}

function withSessionsBelow(apiKeys: readonly ApiKey[]): ApiKey[] {
  const sessions = new Map<string, ApiKey[]>();
  for (const apiKey of apiKeys) {
    if (apiKey.parentId === null) sessions.set(apiKey.id, []);
  }
  for (const apiKey of apiKeys) sessions.get(apiKey.parentId ?? '')?.push(apiKey);
  return apiKeys.flatMap((apiKey) =>
    apiKey.parentId === null ? [apiKey, ...(sessions.get(apiKey.id) ?? [])] : [],
  );
}
