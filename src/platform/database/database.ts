import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { databaseUnavailable } from './database-unavailable.js';
import type { Dialect } from './dialect.js';
import { dialectOf } from './dialects.js';
import { destroyStalledConnections } from './stalled-connections.js';
import { PriorityMutex } from './priority-mutex.js';
import { OutageDetector } from './outage-detector.js';
import { ResponseDeadline } from './response-deadline.js';
import { assertMigrated } from './schema-version.js';

const RETRY_FOR_MS = 5_000;
/** The pause before a retry is random, up to this. */
const MAX_PAUSE_MS = 20;
export const DEDICATED_POOL_SIZE = 2;

type Work<T> = (manager: EntityManager) => Promise<T>;

/** Runs the work of the stores. @throws Problem `database-unavailable`. */
@Injectable()
export class Database implements OnModuleInit {
  readonly dialect: Dialect;
  readonly #manager: EntityManager;
  /** For SQLite only: on its one connection, statements would join others' open transactions. */
  #mutex: PriorityMutex | undefined;
  #isUrgent = false;
  #outages: OutageDetector | undefined;

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
    this.#manager = this.dialect.managerOf(dataSource);
    if (dataSource.options.type === 'better-sqlite3') this.#mutex = new PriorityMutex();
  }

  /** @throws DatabaseStartError when the schema is older than the program. */
  async onModuleInit(): Promise<void> {
    this.#detectOutages();
    await assertMigrated(this.dataSource);
  }

  /** The same database, but its work does not queue. The caller must close it. */
  async dedicatedConnection(): Promise<Database> {
    if (this.#mutex === undefined) return this.#dedicatedPool();
    const dedicated = new Database(this.dataSource);
    dedicated.#mutex = this.#mutex;
    dedicated.#isUrgent = true;
    return dedicated;
  }

  async #dedicatedPool(): Promise<Database> {
    const options = { ...this.dataSource.options, poolSize: DEDICATED_POOL_SIZE };
    const dataSource = await new DataSource(options as DataSourceOptions).initialize();
    const dedicated = new Database(dataSource);
    dedicated.#detectOutages();
    return dedicated;
  }

  #detectOutages(): void {
    const destroyAll = destroyStalledConnections(this.dataSource);
    const { probe } = this.dialect;
    if (probe === undefined) return;
    this.#outages = new OutageDetector((signal) => probe(this.dataSource, signal), destroyAll);
  }

  /** @throws Problem `database-unavailable` while the server does not respond. */
  assertUp(): void {
    this.#outages?.assertUp();
  }

  async close(): Promise<void> {
    if (this.#mutex === undefined) await this.dataSource.destroy();
  }

  /** The work must be a single statement that reads. */
  read<T>(work: Work<T>): Promise<T> {
    return this.#run(() => work(this.#manager));
  }

  /** Like `read`, but asks the server also in an outage. */
  readInOutage<T>(work: Work<T>): Promise<T> {
    return this.#run(() => work(this.#manager), true);
  }

  /** The work must be a single statement that writes. */
  write<T>(work: Work<T>): Promise<T> {
    return this.#run((takeEffect) => this.dialect.write(this.dataSource, work, takeEffect));
  }

  /** Runs the work in a transaction, and again if a lock conflict rolls it back. */
  transaction<T>(work: Work<T>): Promise<T> {
    return this.#run((takeEffect) =>
      this.dialect.runInTransaction(this.dataSource, work, takeEffect),
    );
  }

  async #run<T>(work: (takeEffect: () => void) => Promise<T>, runsInOutage = false): Promise<T> {
    if (!runsInOutage) this.assertUp();
    const deadline = new ResponseDeadline();
    const attempt = (): Promise<T> => {
      deadline.startAttempt();
      return work(() => deadline.takeEffect());
    };
    this.#outages?.addWork(deadline);
    let isAnswered = false;
    try {
      const answer = await deadline.limit(this.#retry(attempt));
      isAnswered = true;
      return answer;
    } catch (error) {
      const { dialect } = this;
      const isAway = dialect.isUnavailable(error) || dialect.isRetryable(error);
      throw isAway ? databaseUnavailable(error) : error;
    } finally {
      this.#outages?.removeWork(deadline, isAnswered);
    }
  }

  async #retry<T>(work: () => Promise<T>): Promise<T> {
    const deadlineMs = performance.now() + RETRY_FOR_MS;
    const runInTime = (): Promise<T> => {
      // The caller was told of a failure, so the work must not happen later.
      if (performance.now() > deadlineMs)
        throw databaseUnavailable(new Error('waited too long in the queue'));
      return work();
    };
    for (;;) {
      try {
        return await (this.#mutex?.runExclusive(runInTime, this.#isUrgent) ?? runInTime());
      } catch (error) {
        const isInTime = performance.now() < deadlineMs;
        if (!isInTime || !this.dialect.isRetryable(error)) throw error;
      }
      await sleep(Math.random() * MAX_PAUSE_MS);
    }
  }
}
