import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StartError } from '../errors/start-error.js';
import { Problem } from '../errors/problem.js';
import { dialectOf, type Dialect } from './dialect.js';
import { Turnstile } from './turnstile.js';

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
  readonly #turnstile: Turnstile | undefined;

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
    if (dataSource.options.type === 'better-sqlite3') this.#turnstile = new Turnstile();
  }

  /** @throws StartError when the schema is older than the program. */
  async onModuleInit(): Promise<void> {
    if (!(await this.dataSource.showMigrations())) return;
    throw new StartError('the database lacks migrations: run `npm run migrate` first');
  }

  /** For work of a single statement. */
  run<T>(work: Work<T>): Promise<T> {
    return this.#enter(() => work(this.dataSource.manager));
  }

  /** All of the work or nothing. Its first statement writes, or SQLite may refuse the second. */
  transaction<T>(work: Work<T>): Promise<T> {
    return this.#enter(() => this.dataSource.transaction(work));
  }

  async #enter<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await (this.#turnstile === undefined ? work() : this.#turnstile.pass(work));
    } catch (error) {
      if (!this.dialect.isUnavailable(error)) throw error;
      throw new Problem('database-unavailable', { headers: { 'Retry-After': '5' }, cause: error });
    }
  }
}
