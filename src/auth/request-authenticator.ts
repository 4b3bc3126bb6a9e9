import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { ApiKey } from './api-key.entity.js';
import { Authenticator, unauthenticated } from './authenticator.js';
import { OutageApiKeys } from './outage-api-keys.js';
import { SessionCookie } from './session-cookie.js';

/** Finds the API key or session that a request is sent with. A cookie counts only without an API key. */
@Injectable()
export class RequestAuthenticator {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly cookie: SessionCookie,
    private readonly outageKeys: OutageApiKeys,
  ) {}

  /**
   * @param worksInOutage whether a key in memory is accepted while the database is away.
   * @throws Problem `unauthenticated`, `rate-limited`, `cross-origin`.
   */
  async authenticate(request: Request, worksInOutage = false): Promise<ApiKey> {
    const read = worksInOutage ? this.outageKeys.read : undefined;
    return hasApiKey(request)
      ? this.authenticator.authenticate('API key', readApiKey(request), request, read)
      : this.authenticator.authenticate('session', this.cookie.read(request), request, read);
  }

  /** A request without a cookie is no failed attempt. @throws as `authenticate`. */
  async authenticateSession(request: Request): Promise<ApiKey> {
    const secret = hasApiKey(request) ? undefined : this.cookie.read(request);
    if (secret === undefined) throw unauthenticated();
    return this.authenticator.authenticate('session', secret, request);
  }
}

function hasApiKey({ headers }: Request): boolean {
  return headers.authorization !== undefined || headers['x-api-key'] !== undefined;
}

function readApiKey(request: Request): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token ?? request.get('X-Api-Key');
}
