import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { Job } from './job.entity.js';

/** Hands out work that one instance does for all: whoever asks first when it is due gets it. */
@Injectable()
export class JobLock {
  constructor(private readonly database: Database) {}

  /**
   * Whether the caller is to do it now. Nobody else is, for as long as the interval lasts: one statement
   * decides. What is begun and not finished is begun again when it is due next, so it must be harmless.
   */
  async claim(name: string, nowMs: number, everyMs: number): Promise<boolean> {
    const nextRunAtMs = nowMs + everyMs;
    const { affected } = await this.database.write((manager) =>
      manager.update(Job, { name, nextRunAtMs: LessThanOrEqual(nowMs) }, { nextRunAtMs }),
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
