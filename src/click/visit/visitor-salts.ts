import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan, Or } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { dayOf } from '../day.js';
import { VisitorSalt } from './visitor-salt.entity.js';

const SALT_BYTES = 32;
/** Longer than the measured time of the database differs between instances, of which some may be in the previous day. */
const OVERLAP_MS = 60_000;

/** Holds the salts that all instances share. Fetches them a day ahead, in case the database is down. */
@Injectable()
export class VisitorSalts {
  #salts = new Map<number, string>();

  constructor(private readonly database: Database) {}

  get(day: number): string | undefined {
    return this.#salts.get(day);
  }

  /** Fetches or creates missing salts, and drops old ones from memory. Call it periodically. */
  async refresh(nowMs: number): Promise<void> {
    const today = dayOf(nowMs);
    const days = [today, today + 1];
    if (days.every((day) => this.#salts.has(day))) return;
    const missing = await this.#findMissing(days);
    for (const day of missing) await this.#create(day);
    const rows = await this.database.read((manager) =>
      manager.findBy(VisitorSalt, { day: In(days) }),
    );
    this.#salts = new Map(rows.map(({ day, salt }) => [day, salt]));
  }

  /** Also deletes salts of days after tomorrow, which a wrong clock has created before their time. */
  async deleteExpired(nowMs: number): Promise<void> {
    const lastDay = dayOf(nowMs + OVERLAP_MS) + 1;
    const expired = Or(LessThan(dayOf(nowMs - OVERLAP_MS)), MoreThan(lastDay));
    await this.database.write((manager) => manager.delete(VisitorSalt, { day: expired }));
  }

  async #findMissing(days: readonly number[]): Promise<number[]> {
    const rows = await this.database.read((manager) =>
      manager.findBy(VisitorSalt, { day: In(days) }),
    );
    return days.filter((day) => !rows.some((row) => row.day === day));
  }

  /** If another instance has created the salt, that one is used. */
  async #create(day: number): Promise<void> {
    const salt = randomBytes(SALT_BYTES).toString('hex');
    try {
      await this.database.write((manager) => manager.insert(VisitorSalt, { day, salt }));
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error;
    }
  }
}
