import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  InvalidationListeners,
  type InvalidationListener,
} from '../cluster/invalidation-listeners.js';
import type { InvalidationTarget } from '../cluster/invalidation-target.js';
import { Config } from '../platform/config/config.js';
import { Problem } from '../platform/errors/problem.js';
import { CounterStore } from './counter.store.js';
import { HighWaterMark } from './high-water-mark.js';

const RETRY_AFTER_SECONDS = '60';

/**
 * Remembers which ids were reserved, on each machine, so that none is issued again after the database has
 * lost commits: by a restored backup or a failover. Each instance learns of each block before its ids are used.
 */
@Injectable()
export class ReservedIds implements OnModuleInit, InvalidationListener {
  readonly #logger = new Logger(ReservedIds.name);
  #mark: HighWaterMark;

  constructor(
    private readonly config: Config,
    private readonly store: CounterStore,
    listeners: InvalidationListeners,
  ) {
    listeners.add(this);
  }

  async onModuleInit(): Promise<void> {
    const { secret } = await this.store.read();
    this.#mark = new HighWaterMark(this.config.dataDir, secret);
  }

  async onJoin(): Promise<void> {
    const { next } = await this.store.read();
    const reservedBelow = await this.#read();
    if (next < reservedBelow) this.#logger.error(describeLoss(next, reservedBelow));
    else await this.#raise(next);
  }

  async onInvalidate({ reservedBelow }: InvalidationTarget): Promise<void> {
    if (reservedBelow !== null) await this.#raise(reservedBelow);
  }

  /**
   * Returns the lowest id that may be leased now. The mark is read first: in a healthy database the counter,
   * read later, is never below it.
   * @throws Problem `counter-behind`.
   */
  async assertCounterAhead(): Promise<number> {
    const reservedBelow = await this.#read();
    const { next } = await this.store.read();
    assertNotReserved(next, reservedBelow);
    return reservedBelow;
  }

  /** If DATA_DIR fails, what this process knows holds. */
  async #read(): Promise<number> {
    try {
      return await this.#mark.read();
    } catch (error) {
      this.#logger.error(error, 'cannot read the reserved ids in DATA_DIR');
      return this.#mark.reservedBelow;
    }
  }

  /** A full disk stops neither invalidations nor the creation of links. */
  async #raise(reservedBelow: number): Promise<void> {
    try {
      await this.#mark.raise(reservedBelow);
    } catch (error) {
      this.#logger.error(error, 'cannot write the reserved ids to DATA_DIR');
    }
  }
}

/** @throws Problem `counter-behind` if the id may have been issued before. */
export function assertNotReserved(id: number, reservedBelow: number): void {
  if (id >= reservedBelow) return;
  throw new Problem('counter-behind', {
    headers: { 'Retry-After': RETRY_AFTER_SECONDS },
    cause: new Error(describeLoss(id, reservedBelow)),
  });
}

function describeLoss(next: number, reservedBelow: number): string {
  return (
    `the database has lost commits: its counter is at ${next}, but ids below ${reservedBelow} were reserved; ` +
    'no link is created until `npm run -s counter -- advance` has run'
  );
}
