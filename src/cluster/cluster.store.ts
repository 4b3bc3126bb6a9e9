import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { Instance, type Report } from './instance.entity.js';
import { Invalidation } from './invalidation.entity.js';

/** Databases limit the number of parameters of a statement. */
const ROWS_AT_A_TIME = 1_000;

/** The tables of instances and of their letters. */
@Injectable()
export class ClusterStore {
  constructor(private readonly database: Database) {}

  async register(instance: Instance): Promise<void> {
    await this.database.run((manager) => manager.insert(Instance, instance));
  }

  /** Whether the instance is still registered. */
  async beat(id: string, seenAtMs: number, report: Report): Promise<boolean> {
    const { affected } = await this.database.run((manager) =>
      manager.update(Instance, { id }, { ...report, seenAtMs, beats: () => 'beats + 1' }),
    );
    return affected === 1;
  }

  instances(): Promise<Instance[]> {
    return this.database.run((manager) => manager.find(Instance, { order: { id: 'ASC' } }));
  }

  /** Unless it has shown a sign of life since. */
  async unregister(id: string, beats?: number): Promise<void> {
    const where = beats === undefined ? { id } : { id, beats };
    await this.database.run((manager) => manager.delete(Instance, where));
  }

  /** Does the work and posts the letters, or neither: whoever can see the change can see its letters. */
  commit<T>(
    work: (manager: EntityManager) => Promise<T>,
    letters: readonly Invalidation[],
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      const result = await work(manager);
      await this.post(letters, manager);
      return result;
    });
  }

  /** Those that are there already stay as they are. */
  async post(letters: readonly Invalidation[], manager?: EntityManager): Promise<void> {
    for (let from = 0; from < letters.length; from += ROWS_AT_A_TIME) {
      const some = letters.slice(from, from + ROWS_AT_A_TIME);
      await (manager === undefined
        ? this.database.run((own) => insertNew(own, some))
        : insertNew(manager, some));
    }
  }

  lettersTo(instanceId: string): Promise<Invalidation[]> {
    return this.database.run((manager) => manager.findBy(Invalidation, { instanceId }));
  }

  /** Those that nobody has taken yet. */
  lettersAbout(changeIds: readonly string[]): Promise<Invalidation[]> {
    return this.database.run((manager) =>
      manager.findBy(Invalidation, { changeId: In([...changeIds]) }),
    );
  }

  /** Letters whose addressee is registered no more. No instance is registered twice under one id. */
  orphans(): Promise<Invalidation[]> {
    return this.database.run((manager) =>
      manager
        .createQueryBuilder(Invalidation, 'letter')
        .leftJoin(Instance, 'instance', 'instance.id = letter.instanceId')
        .where('instance.id IS NULL')
        .limit(ROWS_AT_A_TIME)
        .getMany(),
    );
  }

  /** By their whole keys: to look for rows that are not there would lock the gaps between others. */
  async remove(letters: readonly Invalidation[]): Promise<void> {
    for (const instanceId of new Set(letters.map((letter) => letter.instanceId))) {
      const theirs = letters.filter((letter) => letter.instanceId === instanceId);
      const changeId = In(theirs.map((letter) => letter.changeId));
      await this.database.run((manager) => manager.delete(Invalidation, { instanceId, changeId }));
    }
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
