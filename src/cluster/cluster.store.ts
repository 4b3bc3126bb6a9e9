import { Inject, Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import { In, type EntityManager } from 'typeorm';
import { chunk } from '../platform/database/chunk.js';
import { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import { Instance, type InstanceMetrics } from './instance.entity.js';
import { Invalidation } from './invalidation.entity.js';

const ORPHAN_BATCH_SIZE = 1_000;

/** There is one while the change waits for acknowledgements. See `isOutboxEntry`. */
const IS_OUTBOX_ENTRY = sql`SUBSTR(changeId, 1, LENGTH(recipientId)) = recipientId`;

/** A separate connection, because a heartbeat that waits for other statements may be too late. */
export const CLUSTER_DATABASE = Symbol('cluster database');

@Injectable()
export class ClusterStore {
  constructor(@Inject(CLUSTER_DATABASE) private readonly dedicated: Database) {}

  async register(instance: Instance): Promise<void> {
    await this.dedicated.write((manager) => manager.insert(Instance, instance));
  }

  /** Returns whether the instance is still registered. */
  async heartbeat(
    id: string,
    lastHeartbeatAtMs: number,
    metrics: InstanceMetrics,
  ): Promise<boolean> {
    const { affected } = await this.dedicated.write((manager) =>
      manager.update(
        Instance,
        { id },
        { ...metrics, lastHeartbeatAtMs, heartbeats: () => 'heartbeats + 1' },
      ),
    );
    return affected === 1;
  }

  listInstances(): Promise<Instance[]> {
    return this.dedicated.read((manager) =>
      queryRows<Instance>(manager, sql`SELECT * FROM instance ORDER BY id`),
    );
  }

  /** @param heartbeats if given, the instance is kept if it has sent a heartbeat since. */
  async unregister(id: string, heartbeats?: number): Promise<void> {
    const where = heartbeats === undefined ? { id } : { id, heartbeats };
    await this.dedicated.write((manager) => manager.delete(Instance, where));
  }

  /** In the transaction of a change, so that the change is never visible without its messages. */
  async insertMessages(manager: EntityManager, messages: readonly Invalidation[]): Promise<void> {
    for (const batch of chunk(messages)) await insertNew(manager, batch);
  }

  async post(messages: readonly Invalidation[]): Promise<void> {
    for (const batch of chunk(messages)) {
      await this.dedicated.write((manager) => insertNew(manager, batch));
    }
  }

  /** By hand, because an idle instance does little else, and TypeORM takes longer to build it than databases to run it. */
  messagesFor(recipientId: string): Promise<Invalidation[]> {
    return this.dedicated.read((manager) =>
      queryRows<Invalidation>(
        manager,
        sql`SELECT * FROM invalidation WHERE recipientId = ${recipientId}`,
      ),
    );
  }

  async pendingMessages(changeIds: readonly string[]): Promise<Invalidation[]> {
    const messages: Invalidation[] = [];
    for (const batch of chunk(changeIds)) {
      const found = await this.dedicated.read((manager) =>
        queryRows<Invalidation>(
          manager,
          sql`SELECT * FROM invalidation WHERE changeId IN (${join(batch)})`,
        ),
      );
      messages.push(...found);
    }
    return messages;
  }

  /** Returns those of the keys that are being changed. The manager's connection is the caller's. */
  async pendingLinkKeys(manager: EntityManager, keys: readonly string[]): Promise<string[]> {
    const rows = await queryRows<{ linkKey: string }>(
      manager,
      sql`SELECT DISTINCT linkKey FROM invalidation WHERE linkKey IN (${join(keys)}) AND ${IS_OUTBOX_ENTRY}`,
    );
    return rows.map(({ linkKey }) => linkKey);
  }

  async pendingApiKeyIds(manager: EntityManager): Promise<string[]> {
    const rows = await queryRows<{ apiKeyId: string }>(
      manager,
      sql`SELECT DISTINCT apiKeyId FROM invalidation WHERE apiKeyId IS NOT NULL AND ${IS_OUTBOX_ENTRY}`,
    );
    return rows.map(({ apiKeyId }) => apiKeyId);
  }

  /** Returns a batch of messages to instances that are not registered. Ids are never reused. */
  orphanedMessages(): Promise<Invalidation[]> {
    return this.dedicated.read((manager) =>
      manager
        .createQueryBuilder(Invalidation, 'message')
        .leftJoin(Instance, 'instance', 'instance.id = message.recipientId')
        .where('instance.id IS NULL')
        .limit(ORPHAN_BATCH_SIZE)
        .getMany(),
    );
  }

  /** Deletes by whole keys, because a search for missing rows would lock gaps in the index. */
  async remove(messages: readonly Invalidation[]): Promise<void> {
    for (const recipientId of new Set(messages.map((message) => message.recipientId))) {
      const theirs = messages.filter((message) => message.recipientId === recipientId);
      for (const batch of chunk(theirs)) {
        const changeId = In(batch.map((message) => message.changeId));
        await this.dedicated.write((manager) =>
          manager.delete(Invalidation, { recipientId, changeId }),
        );
      }
    }
  }

  close(): Promise<void> {
    return this.dedicated.close();
  }
}

async function insertNew(manager: EntityManager, messages: Invalidation[]): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(Invalidation)
    .values(messages)
    .orIgnore()
    .updateEntity(false)
    .execute();
}
