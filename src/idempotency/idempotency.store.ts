import { Injectable } from '@nestjs/common';
import { In, LessThan, type EntityManager } from 'typeorm';
import type { Transaction } from '../cluster/unit-of-work.js';
import { chunk } from '../platform/database/chunk.js';
import { Database } from '../platform/database/database.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { IdempotencyResponsePart } from './idempotency-response-part.entity.js';

/** A TEXT column of MySQL holds at most 65 535 bytes, and parts are ASCII. */
const PART_BYTES = 60_000;
const PARTS_PER_BATCH = 30;
const KEYS_PER_BATCH = 100;

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The keys in it that instances may have cached as unknown, or as they were before the request. */
  readonly aliases: readonly string[];
}

export interface StoredResponse {
  readonly key: IdempotencyKey;
  readonly response: ApiResponse;
}

@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /** Waits for uncommitted transactions that inserted the key. @returns whether it was free. */
  async insertKey({ manager }: Transaction, key: IdempotencyKey): Promise<boolean> {
    try {
      await manager.insert(IdempotencyKey, key);
      return true;
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async saveResponse({ manager }: Transaction, id: string, response: ApiResponse): Promise<void> {
    const parts = splitIntoParts(JSON.stringify(response)).map((text, part) => ({
      id,
      part,
      text,
    }));
    for (const batch of chunk(parts, PARTS_PER_BATCH)) {
      await manager.insert(IdempotencyResponsePart, batch);
    }
  }

  async find(id: string, tx?: Transaction): Promise<StoredResponse | undefined> {
    const read = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> =>
      tx === undefined ? this.database.read(work) : work(tx.manager);
    const key = await read((manager) => manager.findOneBy(IdempotencyKey, { id }));
    if (key === null) return undefined;
    const parts = await read((manager) =>
      manager.find(IdempotencyResponsePart, { where: { id }, order: { part: 'ASC' } }),
    );
    // The key may have been deleted between the two statements.
    if (parts.length === 0) return undefined;
    return { key, response: JSON.parse(parts.map(({ text }) => text).join('')) as ApiResponse };
  }

  /** Deletes a batch of keys first used before the time, with their responses. @returns how many. */
  async deleteBefore(timeMs: number): Promise<number> {
    const old = await this.database.read((manager) =>
      manager.find(IdempotencyKey, {
        where: { createdAtMs: LessThan(timeMs) },
        order: { createdAtMs: 'ASC' },
        take: KEYS_PER_BATCH,
      }),
    );
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) await this.delete(ids, timeMs);
    return ids.length;
  }

  /** Leaves keys that were first used at or after the time: a deleted key may be used again meanwhile. */
  async delete(ids: readonly string[], timeMs: number): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.delete(IdempotencyKey, { id: In(ids), createdAtMs: LessThan(timeMs) });
      const used = await manager.findBy(IdempotencyKey, { id: In(ids) });
      const usedIds = new Set(used.map(({ id }) => id));
      await manager.delete(IdempotencyResponsePart, {
        id: In(ids.filter((id) => !usedIds.has(id))),
      });
    });
  }
}

function splitIntoParts(json: string): string[] {
  const ascii = json.replaceAll(/[^\0-\x7f]/g, escapeCharacter);
  const count = Math.ceil(ascii.length / PART_BYTES);
  return Array.from({ length: count }, (_, part) =>
    ascii.slice(part * PART_BYTES, (part + 1) * PART_BYTES),
  );
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
