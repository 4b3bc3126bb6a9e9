import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { RateWindow } from './rate-window.entity.js';

const BATCH_SIZE = 500;

export interface QuotaLease {
  readonly granted: number;
  /** Not leased to any instance yet. */
  readonly left: number;
}

@Injectable()
export class RateWindowStore {
  constructor(private readonly database: Database) {}

  /** Leases up to `count` requests, as far as the limit allows, with one atomic statement. */
  async lease(
    { id, endsAtMs }: Pick<RateWindow, 'id' | 'endsAtMs'>,
    count: number,
    limit: number,
  ): Promise<QuotaLease> {
    let before = await this.#allocate(id, count, limit);
    if (before === undefined) {
      await this.#insert({ id, endsAtMs, allocated: 0 });
      before = await this.#allocate(id, count, limit);
    }
    if (before === undefined) throw new Error(`the window ${id} is missing`);
    const after = Math.max(before, Math.min(before + count, limit));
    return { granted: after - before, left: Math.max(limit - after, 0) };
  }

  /** Deletes one batch of windows that ended before `timeMs`, and returns their number. */
  async deleteEndedBefore(timeMs: number): Promise<number> {
    const ended = await this.database.read((manager) =>
      manager.find(RateWindow, {
        select: { id: true },
        where: { endsAtMs: LessThan(timeMs) },
        order: { endsAtMs: 'ASC' },
        take: BATCH_SIZE,
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

  /** Another instance may insert the row first. */
  async #insert(window: RateWindow): Promise<void> {
    try {
      await this.database.write((manager) => manager.insert(RateWindow, window));
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error;
    }
  }
}
