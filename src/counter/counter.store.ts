import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { Counter } from './counter.entity.js';

const LINK_COUNTER = 'link';
const SECRET_BYTES = 32;

@Injectable()
export class CounterStore {
  constructor(private readonly database: Database) {}

  /** Takes `count` ids that nobody else is given, in one statement, and returns the first. */
  lease(count: number): Promise<number> {
    return this.database.write((manager) =>
      this.database.dialect.advanceCounter(manager, LINK_COUNTER, count),
    );
  }

  read(): Promise<Counter> {
    return this.database.read((manager) =>
      manager.findOneByOrFail(Counter, { name: LINK_COUNTER }),
    );
  }
}

/** Makes the counter if there is none yet. Called under the migration lock. */
export async function seedCounter(manager: EntityManager, keyLength: number): Promise<void> {
  if (await manager.existsBy(Counter, { name: LINK_COUNTER })) return;
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  await manager.insert(Counter, { name: LINK_COUNTER, next: 0, keyLength, secret });
}
