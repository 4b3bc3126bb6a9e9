import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan, Or } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { Job } from './job.entity.js';

/** Runs a periodic job on one instance at a time: the first instance to claim a due job runs it. */
@Injectable()
export class JobLock {
  constructor(private readonly database: Database) {}

  /**
   * Whether the caller must run the job. No other claim succeeds in the interval. A job that a wrong
   * clock has postponed by more than two intervals is due: one interval allows for concurrent claims.
   * @param nowMs by the database's clock.
   */
  async claim(name: string, nowMs: number, intervalMs: number): Promise<boolean> {
    const nextRunAtMs = nowMs + intervalMs;
    const isDue = Or(LessThanOrEqual(nowMs), MoreThan(nowMs + 2 * intervalMs));
    const { affected } = await this.database.write((manager) =>
      manager.update(Job, { name, nextRunAtMs: isDue }, { nextRunAtMs }),
    );
    return affected === 1 || this.#insertFirst({ name, nextRunAtMs });
  }

  async #insertFirst(job: Job): Promise<boolean> {
    const exists = await this.database.read((manager) => manager.existsBy(Job, { name: job.name }));
    if (exists) return false;
    try {
      await this.database.write((manager) => manager.insert(Job, job));
      return true;
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
