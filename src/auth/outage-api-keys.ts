import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { LocalCalls } from '../cluster/local-calls.js';
import { isUnavailable } from '../platform/errors/problem.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import { hashSecretKey } from './api-key.js';
import { SCOPES } from './scopes.js';

const CALL = 'api-key';
/** An instance that does not answer must not hold up the others. */
const TIMEOUT_MS = 250;

const QUERY = z.object({ hashPrefix: z.string(), hash: z.string(), ids: z.array(z.string()) });
const API_KEY = z.object({
  id: z.string(),
  name: z.string(),
  hashPrefix: z.string(),
  hash: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable(),
  parentId: z.string().nullable(),
});
const ANSWER = z.union([API_KEY, z.literal('revoked')]);

/** Reads API keys for calls that must work while the database is away. */
@Injectable()
export class OutageApiKeys {
  constructor(
    private readonly cache: ApiKeyCache,
    private readonly calls: LocalCalls,
  ) {
    calls.handle(CALL, (input) => cache.getInOutage(QUERY.parse(input)) ?? null);
  }

  /**
   * Reads the database. While that is away, accepts a key that an instance of this machine has in memory, unless one
   * of them knows that it is revoked. @throws Problem `database-unavailable` if none of them has it.
   */
  readonly read = async (secret: string): Promise<ApiKey | null> => {
    try {
      return await this.cache.read(secret);
    } catch (error) {
      const known = isUnavailable(error) ? await this.#findInMemory(secret) : undefined;
      if (known === undefined) throw error;
      return known === 'revoked' ? null : known;
    }
  };

  async #findInMemory(secret: string): Promise<ApiKey | 'revoked' | undefined> {
    const query = { ...hashSecretKey(secret), ids: [] };
    const own = this.cache.getInOutage(query);
    if (own === 'revoked') return own;
    const ids = own === undefined ? [] : [own.id, own.parentId ?? own.id];
    const { answers } = await this.calls.askOthers(CALL, { ...query, ids }, TIMEOUT_MS);
    const known = [own, ...answers.map((answer) => ANSWER.safeParse(answer).data)];
    const isRevoked = known.some((each) => each !== undefined && this.#isRevoked(each));
    return isRevoked ? 'revoked' : known.find((each) => each !== undefined);
  }

  #isRevoked(known: ApiKey | 'revoked'): boolean {
    return known === 'revoked' || this.cache.isRevoked(known);
  }
}
