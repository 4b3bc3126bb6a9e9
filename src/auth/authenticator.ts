import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { FailedAttempts } from '../rate-limit/failed-attempts.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyUsageTracker } from './api-key-usage-tracker.js';
import { KnownSecrets } from './known-secrets.js';

/** An API key is sent in a header or a body, a session in its cookie. Neither is accepted in place of the other. */
type Kind = 'API key' | 'session';

/** Returns `null` if there is no such key. */
export type ReadApiKey = (secret: string) => Promise<ApiKey | null>;

/** Finds the API key or session of a secret. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly cache: ApiKeyCache,
    private readonly usage: ApiKeyUsageTracker,
    private readonly failures: FailedAttempts,
    private readonly knownSecrets: KnownSecrets,
  ) {}

  /**
   * @param request counts as a failed attempt of its client if the secret is missing or wrong.
   * @param read is asked for a secret that is not in memory.
   * @throws Problem `unauthenticated`, `rate-limited`.
   */
  async authenticate(
    kind: Kind,
    secret: string | undefined,
    request: Request,
    read: ReadApiKey = (given) => this.cache.read(given),
  ): Promise<ApiKey> {
    const apiKey = secret === undefined ? null : await this.#find(secret, request, read);
    const nowMs = Date.now();
    if (apiKey === null || kindOf(apiKey) !== kind || !isValidAt(apiKey, nowMs)) {
      if (secret !== undefined) this.knownSecrets.delete(secret);
      this.failures.assertNotBlocked(request);
      this.failures.recordFailure(request);
      throw unauthenticated();
    }
    this.usage.record(apiKey, nowMs);
    return apiKey;
  }

  /** A blocked client gets no database read, except for a key that was valid before: clients share addresses. */
  async #find(secret: string, request: Request, read: ReadApiKey): Promise<ApiKey | null> {
    const cached = this.cache.getSync(secret);
    if (cached !== undefined) return cached;
    if (!this.knownSecrets.has(secret)) this.failures.assertNotBlocked(request);
    const apiKey = await read(secret);
    if (apiKey !== null) this.knownSecrets.add(secret);
    return apiKey;
  }
}

export function unauthenticated(): Problem {
  return new Problem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
}

function kindOf({ parentId }: ApiKey): Kind {
  return parentId === null ? 'API key' : 'session';
}

function isValidAt({ expiresAtMs }: ApiKey, nowMs: number): boolean {
  return expiresAtMs === null || nowMs < expiresAtMs;
}
