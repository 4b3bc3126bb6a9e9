import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import type { InvalidationTarget } from './invalidation-target.js';

/** One attempt of a unit of work. */
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

/** Commits changes to the database together with the invalidation messages about them. */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /**
   * Runs the work in a transaction, and again if the database rolls it back because of a lock conflict.
   * Resolves when every instance has acknowledged the targets that the work invalidates.
   * The work must use no connection but `tx.manager`: SQLite has one, which the transaction holds.
   * @throws what the work throws, and Problem `database-unavailable`. If the work was committed all
   * the same, the other instances are told later.
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
