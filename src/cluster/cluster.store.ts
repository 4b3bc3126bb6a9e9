import { Inject, Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { chunk } from '../platform/database/chunk.js';
import { Database } from '../platform/database/database.js';
import { Instance, type InstanceMetrics } from './instance.entity.js';
import { Invalidation } from './invalidation.entity.js';

const ORPHANS_AT_A_TIME = 1_000;

/**
 * The database by a way of its own: an instance that must wait for what else it does there would seem
 * dead to the others.
 */
export const CLUSTER_DATABASE = Symbol('cluster database');

/** The tables of instances and of their letters. */
@Injectable()
export class ClusterStore {
  constructor(@Inject(CLUSTER_DATABASE) private readonly dedicated: Database) {}

  async register(instance: Instance): Promise<void> {
    await this.dedicated.write((manager) => manager.insert(Instance, instance));
  }

  /** Whether the instance is still registered. */
  async heartbeat(
    id: string,
    lastHeartbeatAtMs: number,
    report: InstanceMetrics,
  ): Promise<boolean> {
    const { affected } = await this.dedicated.write((manager) =>
      manager.update(
        Instance,
        { id },
        { ...report, lastHeartbeatAtMs, heartbeats: () => 'heartbeats + 1' },
      ),
    );
    return affected === 1;
  }

  listInstances(): Promise<Instance[]> {
    return this.dedicated.read((manager) => manager.find(Instance, { order: { id: 'ASC' } }));
  }

  /** @param heartbeats given, only if it has shown no sign of life since. */
  async unregister(id: string, heartbeats?: number): Promise<void> {
    const where = heartbeats === undefined ? { id } : { id, heartbeats };
    await this.dedicated.write((manager) => manager.delete(Instance, where));
  }

  /** In the transaction of a change, so that the change is never visible without its messages. */
  async insertMessages(manager: EntityManager, messages: readonly Invalidation[]): Promise<void> {
    for (const batch of chunk(messages)) await insertNew(manager, batch);
  }

  /** Those that are there already stay as they are. */
  async post(messages: readonly Invalidation[]): Promise<void> {
    for (const some of chunk(messages)) {
      await this.dedicated.write((manager) => insertNew(manager, some));
    }
  }

  messagesFor(recipientId: string): Promise<Invalidation[]> {
    return this.dedicated.read((manager) => manager.findBy(Invalidation, { recipientId }));
  }

  /** Those that nobody has taken yet. */
  async pendingMessages(changeIds: readonly string[]): Promise<Invalidation[]> {
    const messages: Invalidation[] = [];
    for (const some of chunk(changeIds)) {
      const found = await this.dedicated.read((manager) =>
        manager.findBy(Invalidation, { changeId: In(some) }),
      );
      messages.push(...found);
    }
    return messages;
  }

  /** Some letters whose addressee is registered no more. No instance is registered twice under one id. */
  orphanedMessages(): Promise<Invalidation[]> {
    return this.dedicated.read((manager) =>
      manager
        .createQueryBuilder(Invalidation, 'message')
        .leftJoin(Instance, 'instance', 'instance.id = message.recipientId')
        .where('instance.id IS NULL')
        .limit(ORPHANS_AT_A_TIME)
        .getMany(),
    );
  }

  /** By their whole keys: to look for rows that are not there would lock the gaps between others. */
  async remove(messages: readonly Invalidation[]): Promise<void> {
    for (const recipientId of new Set(messages.map((message) => message.recipientId))) {
      const theirs = messages.filter((message) => message.recipientId === recipientId);
      for (const some of chunk(theirs)) {
        const changeId = In(some.map((message) => message.changeId));
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
