import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { StartError } from '../config/start-error.js';
import { Problem } from '../errors/problem.js';
import type { Dialect } from './dialect.js';
import { dialectOf } from './dialects.js';
import { destroyStalledConnections } from './stalled-connections.js';
import { PriorityMutex } from './priority-mutex.js';

/** How long a piece of work is tried anew when locks of others are in its way. */
const REPEAT_FOR_MS = 5_000;
/** A random pause up to this comes before each new try. */
const MAX_PAUSE_MS = 20;
/** Longer than all that a database does within its own limits. */
const ANSWER_WITHIN_MS = 8_000;
const DEDICATED_POOL_SIZE = 2;

type Work<T> = (manager: EntityManager) => Promise<T>;

/**
 * The stores' way to the database. TypeORM gives SQLite one connection for everybody, so that what
 * others do between two statements of a transaction would be part of it, and be undone with it.
 * There all work goes one at a time; the driver is synchronous, so nothing is lost by that.
 * @throws Problem `database-unavailable`.
 */
@Injectable()
export class Database implements OnModuleInit {
  readonly dialect: Dialect;
  readonly #manager: EntityManager;
  #mutex: PriorityMutex | undefined;
  #isUrgent = false;

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
    this.#manager = this.dialect.managerOf(dataSource);
    if (dataSource.options.type === 'better-sqlite3') this.#mutex = new PriorityMutex();
  }

  /** @throws StartError when the schema is older than the program. */
  async onModuleInit(): Promise<void> {
    destroyStalledConnections(this.dataSource);
    if (!(await this.dataSource.showMigrations())) return;
    throw new StartError('the database lacks migrations: run `npm run migrate` first');
  }

  /** The same database, by a way on which what others do is not waited for. To be closed. */
  async dedicatedConnection(): Promise<Database> {
    if (this.#mutex === undefined) return this.#dedicatedPool();
    const beside = new Database(this.dataSource);
    beside.#mutex = this.#mutex;
    beside.#isUrgent = true;
    return beside;
  }

  async #dedicatedPool(): Promise<Database> {
    const options = { ...this.dataSource.options, poolSize: DEDICATED_POOL_SIZE };
    const dataSource = await new DataSource(options as DataSourceOptions).initialize();
    destroyStalledConnections(dataSource);
    return new Database(dataSource);
  }

  async close(): Promise<void> {
    if (this.#mutex === undefined) await this.dataSource.destroy();
  }

  /** For work of a single statement that reads. */
  read<T>(work: Work<T>): Promise<T> {
    return this.#run(() => work(this.#manager));
  }

  /** For work of a single statement that writes. */
  write<T>(work: Work<T>): Promise<T> {
    return this.#run(() => this.dialect.write(this.#manager, work));
  }

  /** All of the work or nothing. */
  transaction<T>(work: Work<T>): Promise<T> {
    return this.#run(() => this.dialect.runInTransaction(this.dataSource, work));
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    return withTimeout(this.#retry(work)).catch((error: unknown) => {
      const { dialect } = this;
      const isAway = dialect.isUnavailable(error) || dialect.isRetryable(error);
      throw isAway ? unavailable(error) : error;
    });
  }

  /** Again and again while the database undoes it for the sake of somebody else's. */
  async #retry<T>(work: () => Promise<T>): Promise<T> {
    const deadlineMs = performance.now() + REPEAT_FOR_MS;
    const inTime = (): Promise<T> => {
      // Behind a long queue the caller may be gone by now: it is not to happen after all.
      if (performance.now() > deadlineMs) throw unavailable(new Error('no turn in time'));
      return work();
    };
    for (;;) {
      try {
        return await (this.#mutex?.runExclusive(inTime, this.#isUrgent) ?? inTime());
      } catch (error) {
        const isInTime = performance.now() < deadlineMs;
        if (!isInTime || !this.dialect.isRetryable(error)) throw error;
      }
      await sleep(Math.random() * MAX_PAUSE_MS);
    }
  }
}

/** Nobody waits for ever: a database that hangs is as good as away. What it was sent may still happen. */
function withTimeout<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(unavailable(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`))),
      ANSWER_WITHIN_MS,
    );
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function unavailable(cause: unknown): Problem {
  return new Problem('database-unavailable', { headers: { 'Retry-After': '5' }, cause });
}
