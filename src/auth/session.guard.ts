import {
  Injectable,
  UseGuards,
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiCookieAuth } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { SESSION_SCHEME } from '../platform/openapi/openapi-document.js';
import type { ApiKey } from './api-key.entity.js';
import { CallerLimit } from './caller-limit.js';
import { RequestAuthenticator } from './request-authenticator.js';

export interface SessionRequest extends Request {
  session: ApiKey;
}

@Injectable()
class SessionGuard implements CanActivate {
  constructor(
    private readonly authenticator: RequestAuthenticator,
    private readonly limit: CallerLimit,
  ) {}

  /** @throws Problem `unauthenticated`, `rate-limited`, `cross-origin`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<SessionRequest>();
    request.session = await this.authenticator.authenticateSession(request);
    await this.limit.take(request.session, http.getResponse());
    return true;
  }
}

/** Requires the cookie of a session. An API key in the headers does not do. */
export function RequireSession(): MethodDecorator {
  return applyDecorators(
    UseGuards(SessionGuard),
    ApiCookieAuth(SESSION_SCHEME),
    ApiProblems('unauthenticated', 'rate-limited', 'database-unavailable', 'internal-error'),
  );
}
