import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { RateWindow } from './rate-window.entity.js';

const WINDOWS_AT_A_TIME = 500;

/** A part of what may be served in a minute, for one instance alone. */
export interface QuotaLease {
  readonly granted: number;
  /** What was not leased to anybody yet. */
  readonly left: number;
}

/** The table of minutes. */
@Injectable()
export class RateWindowStore {
  constructor(private readonly database: Database) {}

  /** As much of `count` as the limit leaves, in one atomic statement, or three at the first request of a minute. */
  async lease(
    { id, endsAtMs }: Pick<RateWindow, 'id' | 'endsAtMs'>,
    count: number,
    limit: number,
  ): Promise<QuotaLease> {
    let before = await this.#allocate(id, count, limit);
    if (before === undefined) {
      await this.#begin({ id, endsAtMs, allocated: 0 });
      before = await this.#allocate(id, count, limit);
    }
    if (before === undefined) throw new Error(`the window ${id} is missing`);
    const after = Math.max(before, Math.min(before + count, limit));
    return { granted: after - before, left: Math.max(limit - after, 0) };
  }

  /** Removes some that ended before. Returns how many. */
  async removeEndedBefore(timeMs: number): Promise<number> {
    const ended = await this.database.read((manager) =>
      manager.find(RateWindow, {
        select: { id: true },
        where: { endsAtMs: LessThan(timeMs) },
        order: { endsAtMs: 'ASC' },
        take: WINDOWS_AT_A_TIME,
      }),
    );
    if (ended.length === 0) return 0;
    const ids = ended.map(({ id }) => id);
    await this.database.write((manager) => manager.delete(RateWindow, { id: In(ids) }));
    return ended.length;
  }

  #allocate(id: string, count: number, limit: number): Promise<number | undefined> {
    const cell = { table: 'rate_window', column: 'allocated', keyColumn: 'id', key: id };
    return this.database.write((manager) =>
      this.database.dialect.incrementUpTo(manager, cell, count, limit),
    );
  }

  /** Somebody else may be first. */
  async #begin(window: RateWindow): Promise<void> {
    try {
      await this.database.write((manager) => manager.insert(RateWindow, window));
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error;
    }
  }
}
