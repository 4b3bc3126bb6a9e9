import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Between, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import { upsert } from '../platform/database/upsert.js';
import { NewestTime } from './newest-time.entity.js';

const ID = 1;

export interface TimeHistory {
  /** The database's time now. */
  readonly nowMs: number;
  /** The newest time stored, and whether the clock has run evenly since its last step. */
  readonly newest: Pick<NewestTime, 'newestMs' | 'isSettled'> | undefined;
}

@Injectable()
export class NewestTimeStore {
  constructor(private readonly database: Database) {}

  /** Reads both times in one statement, so that another instance cannot store a later one meanwhile. */
  async read(): Promise<TimeHistory> {
    const { nowMs } = this.database.dialect;
    const statement = sql`
      SELECT ${nowMs} AS nowMs, MAX(newestMs) AS newestMs, MIN(isSettled) AS isSettled
      FROM newest_time WHERE id = ${ID}`;
    const [row] = await this.database.read((manager) =>
      queryRows<Record<'nowMs' | 'newestMs' | 'isSettled', unknown>>(manager, statement),
    );
    if (row === undefined || row.newestMs === null) {
      return { nowMs: Number(row?.nowMs), newest: undefined };
    }
    const newest = { newestMs: Number(row.newestMs), isSettled: Number(row.isSettled) === 1 };
    return { nowMs: Number(row.nowMs), newest };
  }

  /** Stores the first time. Does nothing if another instance was faster. */
  async insert(newestMs: number): Promise<void> {
    await this.database.write((manager) =>
      upsert(manager, this.database.dialect.upsertSyntax, {
        table: 'newest_time',
        key: ['id'],
        columns: ['id', 'newestMs', 'isSettled'],
        rows: [[ID, newestMs, 1]],
        merge: {},
      }),
    );
  }

  /** Replaces the stored time, unless another instance has replaced it. */
  async replace(seenMs: number, change: Partial<NewestTime>): Promise<void> {
    await this.#update({ id: ID, newestMs: seenMs }, change);
  }

  /** Ends the doubt about the clock, unless the stored time has left the range meanwhile. */
  async settle(fromMs: number, toMs: number): Promise<void> {
    await this.#update({ id: ID, newestMs: Between(fromMs, toMs) }, { isSettled: true });
  }

  async #update(where: FindOptionsWhere<NewestTime>, change: Partial<NewestTime>): Promise<void> {
    await this.database.write((manager: EntityManager) =>
      manager.update(NewestTime, where, change),
    );
  }
}
