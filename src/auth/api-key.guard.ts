import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import type { ApiKey } from './api-key.entity.js';
import { Authenticator } from './authenticator.js';
import { isGranted, type Scope } from './scopes.js';

export const RequiredScope = Reflector.createDecorator<Scope>();

/** A request that the guard let in. */
export interface AuthenticatedRequest extends Request {
  apiKey: ApiKey;
}

/** Lets in who has a key with the scope, and has not sent too many requests. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly authentication: Authenticator,
    private readonly limiter: RateLimiter,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const apiKey = await this.authentication.authenticate(request);
    await this.#limit(apiKey, http.getResponse());
    const scope = this.reflector.get(RequiredScope, context.getHandler());
    if (!isGranted(apiKey.scopes, scope)) {
      throw new Problem('insufficient-scope', { detail: `This call needs the scope ${scope}.` });
    }
    request.apiKey = apiKey;
    return true;
  }

  /** @throws Problem `rate-limited`. */
  async #limit(apiKey: ApiKey, response: Response): Promise<void> {
    const rateLimit = await this.limiter.take(apiKey.id);
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
