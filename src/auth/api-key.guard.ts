import {
  Injectable,
  UseGuards,
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiCookieAuth, ApiSecurity } from '@nestjs/swagger';
import type { Request } from 'express';
import { Problem } from '../platform/errors/problem.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import {
  API_KEY_SCHEME,
  BEARER_SCHEME,
  SESSION_SCHEME,
} from '../platform/openapi/openapi-document.js';
import { ownerIdOf } from './api-key.js';
import { CallerLimit } from './caller-limit.js';
import { RequestAuthenticator } from './request-authenticator.js';
import { isGranted, type Scope } from './scopes.js';

const RequiredScope = Reflector.createDecorator<Scope>();
const WorksInOutage = Reflector.createDecorator<boolean>();

/** A session acts as the API key that it belongs to, so its own id is not here. */
interface Caller {
  readonly ownerId: string;
}

export interface AuthenticatedRequest extends Request {
  apiKey: Caller;
}

@Injectable()
class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly authenticator: RequestAuthenticator,
    private readonly limit: CallerLimit,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Problem `unauthenticated`, `rate-limited`, `cross-origin`, `insufficient-scope`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const handler = context.getHandler();
    const worksInOutage = this.reflector.get(WorksInOutage, handler);
    const apiKey = await this.authenticator.authenticate(request, worksInOutage);
    await this.limit.take(apiKey, http.getResponse());
    const scope = this.reflector.get(RequiredScope, handler);
    if (!isGranted(apiKey.scopes, scope)) {
      throw new Problem('insufficient-scope', { detail: `This call needs the scope ${scope}.` });
    }
    request.apiKey = { ownerId: ownerIdOf(apiKey) };
    return true;
  }
}

/** @param worksInOutage whether a key in memory is accepted while the database is away. */
export function RequireScope(scope: Scope, { worksInOutage = false } = {}): MethodDecorator {
  return applyDecorators(
    RequiredScope(scope),
    WorksInOutage(worksInOutage),
    UseGuards(ApiKeyGuard),
    ApiBearerAuth(BEARER_SCHEME),
    ApiSecurity(API_KEY_SCHEME),
    ApiCookieAuth(SESSION_SCHEME),
    ApiProblems('unauthenticated', 'insufficient-scope', 'cross-origin', 'rate-limited'),
    ApiProblems('database-unavailable', 'internal-error'),
  );
}
