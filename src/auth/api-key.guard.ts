import {
  Injectable,
  UseGuards,
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { API_KEY_SCHEME, BEARER_SCHEME } from '../platform/openapi/openapi-document.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import type { ApiKey } from './api-key.entity.js';
import { Authenticator } from './authenticator.js';
import { isGranted, type Scope } from './scopes.js';

const RequiredScope = Reflector.createDecorator<Scope>();

export interface AuthenticatedRequest extends Request {
  apiKey: ApiKey;
}

@Injectable()
class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limiter: RateLimiter,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Problem `unauthenticated`, `rate-limited`, `insufficient-scope`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const apiKey = await this.authenticator.authenticate(request);
    await this.#limit(apiKey, http.getResponse());
    const scope = this.reflector.get(RequiredScope, context.getHandler());
    if (!isGranted(apiKey.scopes, scope)) {
      throw new Problem('insufficient-scope', { detail: `This call needs the scope ${scope}.` });
    }
    request.apiKey = apiKey;
    return true;
  }

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

export function RequireScope(scope: Scope): MethodDecorator {
  return applyDecorators(
    RequiredScope(scope),
    UseGuards(ApiKeyGuard),
    ApiBearerAuth(BEARER_SCHEME),
    ApiSecurity(API_KEY_SCHEME),
    ApiProblems('unauthenticated', 'insufficient-scope', 'rate-limited'),
    ApiProblems('database-unavailable', 'internal-error'),
  );
}
