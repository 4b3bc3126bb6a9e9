import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import type { ApiKey } from './api-key.entity.js';
import { ownerIdOf } from './api-key.js';

/** The rate limit of an API key, which its sessions share. */
@Injectable()
export class CallerLimit {
  constructor(private readonly limiter: RateLimiter) {}

  /** Counts a request and tells the caller what is left. @throws Problem `rate-limited`. */
  async take(apiKey: ApiKey, response: Response): Promise<void> {
    const rateLimit = await this.limiter.take(ownerIdOf(apiKey));
    if (rateLimit === undefined) return;
    const { isAllowed, limit, remaining, resetSeconds } = rateLimit;
    response.set({
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': String(remaining),
      'RateLimit-Reset': String(resetSeconds),
    });
    if (isAllowed) return;
    throw new Problem('rate-limited', { headers: { 'Retry-After': String(resetSeconds) } });
  }
}
