import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { FailedAttempts } from '../rate-limit/failed-attempts.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyUsageTracker } from './api-key-usage-tracker.js';

/** Tells by which key a request comes. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly keys: ApiKeyCache,
    private readonly uses: ApiKeyUsageTracker,
    private readonly failures: FailedAttempts,
  ) {}

  /** @throws Problem `unauthenticated`, `rate-limited`. */
  async authenticate(request: Request): Promise<ApiKey> {
    const apiKey = await this.#find(request);
    const nowMs = Date.now();
    if (apiKey === null || !isCurrent(apiKey, nowMs)) {
      this.failures.assertNotBlocked(request.ip);
      this.failures.recordFailure(request.ip);
      throw new Problem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    this.uses.record(apiKey, nowMs);
    return apiKey;
  }

  /**
   * The database is asked only if memory cannot tell, and not for a client that has failed too often: others
   * behind the same address have keys that memory knows.
   */
  async #find(request: Request): Promise<ApiKey | null> {
    const secret = readSecret(request);
    if (secret === undefined) return null;
    const remembered = this.keys.getSync(secret);
    if (remembered !== undefined) return remembered;
    this.failures.assertNotBlocked(request.ip);
    return this.keys.read(secret);
  }
}

function isCurrent({ expiresAtMs }: ApiKey, nowMs: number): boolean {
  return expiresAtMs === null || nowMs < expiresAtMs;
}

function readSecret(request: Request): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token ?? request.get('X-Api-Key');
}
