import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { LocalCalls } from '../cluster/local-calls.js';
import { isUnavailable } from '../platform/errors/problem.js';
import { ApiKeyCache, type KeyQuery } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import { hashSecretKey } from './api-key.js';
import { SCOPES } from './scopes.js';

const CALL = 'api-key';
/** An instance that does not answer must not hold up the others. */
const TIMEOUT_MS = 250;
const MS_PER_SECOND = 1000;
/** Prometheus asks a few times a minute. */
const MAX_UNKNOWN_PER_SECOND = 20;

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
  #second = 0;
  #unknownCount = 0;

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
    if (own === undefined && !this.#mayAskForUnknown()) return undefined;
    const found = own ?? (await this.#askOthers(query));
    if (found === undefined || found === 'revoked') return found;
    // Others may know of its revocation by its id only.
    const ids = [found.id, found.parentId ?? found.id];
    const isRevoked =
      this.cache.isRevoked(found) || (await this.#askOthers({ ...query, ids })) === 'revoked';
    return isRevoked ? 'revoked' : found;
  }

  async #askOthers(query: KeyQuery): Promise<ApiKey | 'revoked' | undefined> {
    const { answers } = await this.calls.askOthers(CALL, query, TIMEOUT_MS);
    const known = answers.map((answer) => ANSWER.safeParse(answer).data);
    return known.find((each) => each === 'revoked') ?? known.find((each) => each !== undefined);
  }

  /** Strangers can send any number of keys that nobody knows, and each takes time of all instances. */
  #mayAskForUnknown(): boolean {
    const second = Math.floor(performance.now() / MS_PER_SECOND);
    if (second !== this.#second) this.#unknownCount = 0;
    this.#second = second;
    return this.#unknownCount++ < MAX_UNKNOWN_PER_SECOND;
  }
}
