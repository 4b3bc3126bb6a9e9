import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { Counter } from './counter.entity.js';

const LINK_COUNTER = 'link';
const SECRET_BYTES = 32;
const NEXT_ID = { table: 'counter', column: 'next', keyColumn: 'name', key: LINK_COUNTER };

@Injectable()
export class CounterStore {
  constructor(private readonly database: Database) {}

  /** Reserves `count` consecutive ids in one atomic statement and returns the first. */
  async lease(count: number): Promise<number> {
    const first = await this.database.write((manager) =>
      this.database.dialect.incrementUpTo(manager, NEXT_ID, count),
    );
    if (first === undefined) throw new Error('the counter is missing');
    return first;
  }

  /** Ensures that no id below this one is leased any more, and returns the next id until then. */
  async advanceTo(id: number): Promise<number> {
    const before = await this.database.write((manager) =>
      this.database.dialect.incrementUpTo(manager, NEXT_ID, id, id),
    );
    if (before === undefined) throw new Error('the counter is missing');
    return before;
  }

  read(): Promise<Counter> {
    return this.database.read((manager) =>
      manager.findOneByOrFail(Counter, { name: LINK_COUNTER }),
    );
  }
}

/** Creates the counter if it does not exist. Must be called under the migration lock. */
export async function seedCounter(manager: EntityManager, keyLength: number): Promise<void> {
  if (await manager.existsBy(Counter, { name: LINK_COUNTER })) return;
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  await manager.insert(Counter, { name: LINK_COUNTER, next: 0, keyLength, secret });
}
