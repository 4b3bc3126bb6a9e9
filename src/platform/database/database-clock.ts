import type { OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Clock } from '../background/clock.js';
import type { Database } from './database.js';
import { queryRows } from './query-rows.js';

/** A statement that returned the database's time. */
interface Timed {
  readonly nowMs: number;
}

export interface ClockOffset {
  /** How far the clock of this instance is ahead of the database's. */
  readonly offsetMs: number;
  /** The offset may be wrong by this much, because the statement took time. */
  readonly uncertaintyMs: number;
}

/**
 * The time that all instances share: that of the database. What instances store for each other is
 * dated by it, since the clock of one machine may be wrong.
 */
export class DatabaseClock implements OnModuleInit {
  /** The database's time when the monotonic clock was 0. */
  #originMs: number | undefined;

  constructor(
    private readonly database: Database,
    private readonly monotonic: Clock,
    private readonly wallMs: () => number,
  ) {}

  async onModuleInit(): Promise<void> {
    const statement = sql`SELECT ${this.database.dialect.nowMs} AS nowMs`;
    await this.measure(async () => {
      const [row] = await this.database.read((manager) => queryRows<Timed>(manager, statement));
      return { nowMs: Number(row?.nowMs) };
    });
  }

  /** The database's time as last measured. It continues while the database is unavailable. */
  nowMs(): number {
    if (this.#originMs === undefined) return this.wallMs();
    return Math.round(this.#originMs + this.monotonic.nowMs());
  }

  /** Reads the database's time by the statement. @throws what the statement throws. */
  async measure<T extends Timed>(read: () => Promise<T>): Promise<T & ClockOffset> {
    const [wallBeforeMs, beforeMs] = [this.wallMs(), this.monotonic.nowMs()];
    const result = await read();
    const uncertaintyMs = (this.monotonic.nowMs() - beforeMs) / 2;
    this.#originMs = result.nowMs - (beforeMs + uncertaintyMs);
    // Half of the time has passed when the database reads its clock, as far as one can tell.
    const offsetMs = wallBeforeMs + uncertaintyMs - result.nowMs;
    return { ...result, offsetMs, uncertaintyMs };
  }
}
