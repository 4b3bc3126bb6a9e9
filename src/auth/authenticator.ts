import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { FailedAttempts } from '../rate-limit/failed-attempts.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyUsageTracker } from './api-key-usage-tracker.js';

@Injectable()
export class Authenticator {
  constructor(
    private readonly cache: ApiKeyCache,
    private readonly usage: ApiKeyUsageTracker,
    private readonly failures: FailedAttempts,
  ) {}

  /** @throws Problem `unauthenticated`, `rate-limited`. */
  async authenticate(request: Request): Promise<ApiKey> {
    const apiKey = await this.#find(request);
    const nowMs = Date.now();
    if (apiKey === null || !isValidAt(apiKey, nowMs)) {
      this.failures.assertNotBlocked(request.ip);
      this.failures.recordFailure(request.ip);
      throw new Problem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    this.usage.record(apiKey, nowMs);
    return apiKey;
  }

  /** A blocked client gets no database read, but may use a cached key: clients share addresses. */
  async #find(request: Request): Promise<ApiKey | null> {
    const secret = readSecret(request);
    if (secret === undefined) return null;
    const cached = this.cache.getSync(secret);
    if (cached !== undefined) return cached;
    this.failures.assertNotBlocked(request.ip);
    return this.cache.read(secret);
  }
}

function isValidAt({ expiresAtMs }: ApiKey, nowMs: number): boolean {
  return expiresAtMs === null || nowMs < expiresAtMs;
}

function readSecret(request: Request): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token ?? request.get('X-Api-Key');
}
