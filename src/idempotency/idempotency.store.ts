import { Injectable } from '@nestjs/common';
import { In, LessThan, type EntityManager } from 'typeorm';
import { chunk } from '../platform/database/chunk.js';
import { Database } from '../platform/database/database.js';
import type { ApiResponse } from './api-response.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { IdempotencyResponsePart } from './idempotency-response-part.entity.js';

/** A text of MySQL has at most 65 535 bytes, and parts are ASCII. */
const PART_BYTES = 60_000;
const PARTS_AT_A_TIME = 30;
const KEYS_AT_A_TIME = 100;

/** Somebody else has used the key. Undoes the transaction that it is thrown in. */
export class DuplicateIdempotencyKey extends Error {}

export interface StoredResponse {
  readonly key: IdempotencyKey;
  readonly answer: ApiResponse;
}

/** The tables of idempotency keys. */
@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<StoredResponse | undefined> {
    const key = await this.database.read((manager) => manager.findOneBy(IdempotencyKey, { id }));
    if (key === null) return undefined;
    const parts = await this.database.read((manager) =>
      manager.find(IdempotencyResponsePart, { where: { id }, order: { part: 'ASC' } }),
    );
    // It may have been forgotten in between.
    if (parts.length === 0) return undefined;
    return { key, answer: JSON.parse(parts.map(({ text }) => text).join('')) as ApiResponse };
  }

  /**
   * Who comes second waits here until the first has committed.
   * @throws KeyUsed.
   */
  async claim(manager: EntityManager, key: IdempotencyKey): Promise<void> {
    try {
      await manager.insert(IdempotencyKey, key);
    } catch (error) {
      throw this.database.dialect.isDuplicateKey(error) ? new DuplicateIdempotencyKey() : error;
    }
  }

  async save(manager: EntityManager, id: string, answer: ApiResponse): Promise<void> {
    const parts = inParts(JSON.stringify(answer)).map((text, part) => ({ id, part, text }));
    for (const some of chunk(parts, PARTS_AT_A_TIME)) {
      await manager.insert(IdempotencyResponsePart, some);
    }
  }

  /** An answer on which nothing else depends. */
  async saveAlone(key: IdempotencyKey, answer: ApiResponse): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.claim(manager, key);
      await this.save(manager, key.id, answer);
    });
  }

  /** Forgets some of those that were used before. Returns how many. */
  async deleteBefore(timeMs: number): Promise<number> {
    const old = await this.database.read((manager) =>
      manager.find(IdempotencyKey, {
        where: { createdAtMs: LessThan(timeMs) },
        order: { createdAtMs: 'ASC' },
        take: KEYS_AT_A_TIME,
      }),
    );
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) await this.delete(ids, timeMs);
    return ids.length;
  }

  /** Those of them that were used before: one may have been forgotten, and used anew, since it was read. */
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

function inParts(json: string): string[] {
  const ascii = json.replaceAll(/[^\0-\x7f]/g, escaped);
  const count = Math.ceil(ascii.length / PART_BYTES);
  return Array.from({ length: count }, (_, part) =>
    ascii.slice(part * PART_BYTES, (part + 1) * PART_BYTES),
  );
}

/** As JSON may have it as well. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
