import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import type { InvalidationTarget } from './invalidation-target.js';

export class Transaction {
  readonly #targets: InvalidationTarget[] = [];

  constructor(readonly manager: EntityManager) {}

  get targets(): readonly InvalidationTarget[] {
    return this.#targets;
  }

  /** Has every instance drop its cached copies of the target once the transaction is committed. */
  invalidate(target: InvalidationTarget): void {
    this.#targets.push(target);
  }
}

@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /**
   * Runs the work in a transaction, again after a lock conflict, and waits for acknowledgements.
   * The work must use only `tx.manager`: SQLite has one connection, which the transaction holds.
   * @throws what the work throws, and Problem `database-unavailable`, possibly after the commit.
   */
  run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.publisher.publish((publication) =>
      this.database.transaction(async (manager) => {
        const tx = new Transaction(manager);
        const result = await work(tx);
        await this.publisher.insertMessages(manager, publication, tx.targets);
        return result;
      }),
    );
  }
}
