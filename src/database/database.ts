import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { StartError } from '../config/start-error.js';
import { Problem } from '../errors/problem.js';
import type { Dialect } from './dialect.js';
import { dialectOf } from './dialects.js';
import { cutHungConnections } from './hung-connections.js';
import { Turnstile } from './turnstile.js';

/** How long a piece of work is tried anew when locks of others are in its way. */
const REPEAT_FOR_MS = 5_000;
/** A random pause up to this comes before each new try. */
const MAX_PAUSE_MS = 20;
/** Longer than all that a database does within its own limits. */
const ANSWER_WITHIN_MS = 8_000;
const CONNECTIONS_BESIDE = 2;

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
  #turnstile: Turnstile | undefined;
  #isUrgent = false;

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
    this.#manager = this.dialect.managerOf(dataSource);
    if (dataSource.options.type === 'better-sqlite3') this.#turnstile = new Turnstile();
  }

  /** @throws StartError when the schema is older than the program. */
  async onModuleInit(): Promise<void> {
    cutHungConnections(this.dataSource);
    if (!(await this.dataSource.showMigrations())) return;
    throw new StartError('the database lacks migrations: run `npm run migrate` first');
  }

  /** The same database, by a way on which what others do is not waited for. To be closed. */
  async beside(): Promise<Database> {
    if (this.#turnstile === undefined) return this.#besidePool();
    const beside = new Database(this.dataSource);
    beside.#turnstile = this.#turnstile;
    beside.#isUrgent = true;
    return beside;
  }

  async #besidePool(): Promise<Database> {
    const options = { ...this.dataSource.options, poolSize: CONNECTIONS_BESIDE };
    const dataSource = await new DataSource(options as DataSourceOptions).initialize();
    cutHungConnections(dataSource);
    return new Database(dataSource);
  }

  async close(): Promise<void> {
    if (this.#turnstile === undefined) await this.dataSource.destroy();
  }

  /** For work of a single statement that reads. */
  read<T>(work: Work<T>): Promise<T> {
    return this.#enter(() => work(this.#manager));
  }

  /** For work of a single statement that writes. */
  write<T>(work: Work<T>): Promise<T> {
    return this.#enter(() => this.dialect.write(this.#manager, work));
  }

  /** All of the work or nothing. */
  transaction<T>(work: Work<T>): Promise<T> {
    return this.#enter(() => this.dialect.transact(this.dataSource, work));
  }

  #enter<T>(work: () => Promise<T>): Promise<T> {
    return withinTime(this.#repeat(work)).catch((error: unknown) => {
      const { dialect } = this;
      const isAway = dialect.isUnavailable(error) || dialect.isWorthRepeating(error);
      throw isAway ? unavailable(error) : error;
    });
  }

  /** Again and again while the database undoes it for the sake of somebody else's. */
  async #repeat<T>(work: () => Promise<T>): Promise<T> {
    const deadlineMs = performance.now() + REPEAT_FOR_MS;
    const inTime = (): Promise<T> => {
      // Behind a long queue the caller may be gone by now: it is not to happen after all.
      if (performance.now() > deadlineMs) throw unavailable(new Error('no turn in time'));
      return work();
    };
    for (;;) {
      try {
        return await (this.#turnstile?.pass(inTime, this.#isUrgent) ?? inTime());
      } catch (error) {
        const isInTime = performance.now() < deadlineMs;
        if (!isInTime || !this.dialect.isWorthRepeating(error)) throw error;
      }
      await sleep(Math.random() * MAX_PAUSE_MS);
    }
  }
}

/** Nobody waits for ever: a database that hangs is as good as away. What it was sent may still happen. */
function withinTime<T>(work: Promise<T>): Promise<T> {
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
