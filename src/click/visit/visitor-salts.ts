import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { dayOf } from '../day.js';
import { VisitorSalt } from './visitor-salt.entity.js';

const SALT_BYTES = 32;
/** Longer than clocks of machines differ: before that, another one may still live in the day before. */
const OVERLAP_MS = 60_000;

/**
 * The salts of today and tomorrow, the same on all instances. They are fetched a day ahead, so that
 * midnight can come while the database is away.
 */
@Injectable()
export class VisitorSalts {
  #salts = new Map<number, string>();

  constructor(private readonly database: Database) {}

  /** From memory; `undefined` if it could not be fetched in time. */
  get(day: number): string | undefined {
    return this.#salts.get(day);
  }

  /** Fetches what is missing, and has what is over thrown away. To be called now and then. */
  async refresh(nowMs: number): Promise<void> {
    const today = dayOf(nowMs);
    const days = [today, today + 1];
    if (days.every((day) => this.#salts.has(day))) return;
    const missing = await this.#missing(days);
    for (const day of missing) await this.#create(day);
    const rows = await this.database.read((manager) =>
      manager.findBy(VisitorSalt, { day: In(days) }),
    );
    this.#salts = new Map(rows.map(({ day, salt }) => [day, salt]));
  }

  /** Of all that is over. */
  async deleteExpired(nowMs: number): Promise<void> {
    const over = LessThan(dayOf(nowMs - OVERLAP_MS));
    await this.database.write((manager) => manager.delete(VisitorSalt, { day: over }));
  }

  async #missing(days: readonly number[]): Promise<number[]> {
    const rows = await this.database.read((manager) =>
      manager.findBy(VisitorSalt, { day: In(days) }),
    );
    return days.filter((day) => !rows.some((row) => row.day === day));
  }

  /** Unless another instance was faster: then its salt is the one. */
  async #create(day: number): Promise<void> {
    const salt = randomBytes(SALT_BYTES).toString('hex');
    try {
      await this.database.write((manager) => manager.insert(VisitorSalt, { day, salt }));
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error;
    }
  }
}
