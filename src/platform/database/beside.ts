import type { EntityManager } from 'typeorm';

/** What somebody else has to write in the same transaction. */
export interface Beside<T> {
  /** First of all. What it throws, the caller of the transaction gets. */
  before(manager: EntityManager): Promise<void>;
  /** Last, when it is known what the transaction results in. */
  after(manager: EntityManager, result: T): Promise<void>;
}
