import { Inject, Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { inBatches } from '../database/batches.js';
import { Database } from '../database/database.js';
import { Instance, type Report } from './instance.entity.js';
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
  constructor(
    @Inject(CLUSTER_DATABASE) private readonly own: Database,
    private readonly database: Database,
  ) {}

  async register(instance: Instance): Promise<void> {
    await this.own.write((manager) => manager.insert(Instance, instance));
  }

  /** Whether the instance is still registered. */
  async beat(id: string, seenAtMs: number, report: Report): Promise<boolean> {
    const { affected } = await this.own.write((manager) =>
      manager.update(Instance, { id }, { ...report, seenAtMs, beats: () => 'beats + 1' }),
    );
    return affected === 1;
  }

  instances(): Promise<Instance[]> {
    return this.own.read((manager) => manager.find(Instance, { order: { id: 'ASC' } }));
  }

  /** @param beats given, only if it has shown no sign of life since. */
  async unregister(id: string, beats?: number): Promise<void> {
    const where = beats === undefined ? { id } : { id, beats };
    await this.own.write((manager) => manager.delete(Instance, where));
  }

  /** Does the work and posts the letters, or neither: whoever can see the change can see its letters. */
  commit<T>(
    work: (manager: EntityManager) => Promise<T>,
    letters: readonly Invalidation[],
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      const result = await work(manager);
      for (const some of inBatches(letters)) await insertNew(manager, some);
      return result;
    });
  }

  /** Those that are there already stay as they are. */
  async post(letters: readonly Invalidation[]): Promise<void> {
    for (const some of inBatches(letters)) {
      await this.own.write((manager) => insertNew(manager, some));
    }
  }

  lettersTo(instanceId: string): Promise<Invalidation[]> {
    return this.own.read((manager) => manager.findBy(Invalidation, { instanceId }));
  }

  /** Those that nobody has taken yet. */
  async lettersAbout(changeIds: readonly string[]): Promise<Invalidation[]> {
    const letters: Invalidation[] = [];
    for (const some of inBatches(changeIds)) {
      const found = await this.own.read((manager) =>
        manager.findBy(Invalidation, { changeId: In(some) }),
      );
      letters.push(...found);
    }
    return letters;
  }

  /** Some letters whose addressee is registered no more. No instance is registered twice under one id. */
  orphans(): Promise<Invalidation[]> {
    return this.own.read((manager) =>
      manager
        .createQueryBuilder(Invalidation, 'letter')
        .leftJoin(Instance, 'instance', 'instance.id = letter.instanceId')
        .where('instance.id IS NULL')
        .limit(ORPHANS_AT_A_TIME)
        .getMany(),
    );
  }

  /** By their whole keys: to look for rows that are not there would lock the gaps between others. */
  async remove(letters: readonly Invalidation[]): Promise<void> {
    for (const instanceId of new Set(letters.map((letter) => letter.instanceId))) {
      const theirs = letters.filter((letter) => letter.instanceId === instanceId);
      for (const some of inBatches(theirs)) {
        const changeId = In(some.map((letter) => letter.changeId));
        await this.own.write((manager) => manager.delete(Invalidation, { instanceId, changeId }));
      }
    }
  }

  close(): Promise<void> {
    return this.own.close();
  }
}

async function insertNew(manager: EntityManager, letters: Invalidation[]): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(Invalidation)
    .values(letters)
    .orIgnore()
    .updateEntity(false)
    .execute();
}
