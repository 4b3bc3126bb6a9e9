import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { FailedAttempts } from '../rate-limit/failed-attempts.js';
import { ApiKeyCache } from './api-key.cache.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyUsageTracker } from './api-key-usage-tracker.js';
import { KnownSecrets } from './known-secrets.js';

@Injectable()
export class Authenticator {
  constructor(
    private readonly cache: ApiKeyCache,
    private readonly usage: ApiKeyUsageTracker,
    private readonly failures: FailedAttempts,
    private readonly knownSecrets: KnownSecrets,
  ) {}

  /** @throws Problem `unauthenticated`, `rate-limited`. */
  async authenticate(request: Request): Promise<ApiKey> {
    const secret = readSecret(request);
    const apiKey = secret === undefined ? null : await this.#find(secret, request);
    const nowMs = Date.now();
    if (apiKey === null || !isValidAt(apiKey, nowMs)) {
      if (secret !== undefined) this.knownSecrets.delete(secret);
      this.failures.assertNotBlocked(request);
      this.failures.recordFailure(request);
      throw new Problem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    this.usage.record(apiKey, nowMs);
    return apiKey;
  }

  /** A blocked client gets no database read, except for a key that was valid before: clients share addresses. */
  async #find(secret: string, request: Request): Promise<ApiKey | null> {
    const cached = this.cache.getSync(secret);
    if (cached !== undefined) return cached;
    if (!this.knownSecrets.has(secret)) this.failures.assertNotBlocked(request);
    const apiKey = await this.cache.read(secret);
    if (apiKey !== null) this.knownSecrets.add(secret);
    return apiKey;
  }
}

function isValidAt({ expiresAtMs }: ApiKey, nowMs: number): boolean {
  return expiresAtMs === null || nowMs < expiresAtMs;
}

function readSecret(request: Request): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token ?? request.get('X-Api-Key');
}
