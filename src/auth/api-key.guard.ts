import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Problem } from '../errors/problem.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyCache } from './api-key.cache.js';
import { ApiKeyUses } from './api-key-uses.js';
import { isGranted, type Scope } from './scopes.js';

export const NeededScope = Reflector.createDecorator<Scope>();

/** A request that the guard let in. */
export interface AuthenticatedRequest extends Request {
  apiKey: ApiKey;
}

@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeyCache,
    private readonly uses: ApiKeyUses,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const apiKey = await this.#authenticate(request);
    const scope = this.reflector.get(NeededScope, context.getHandler());
    if (!isGranted(apiKey.scopes, scope)) {
      throw new Problem('insufficient-scope', { detail: `This call needs the scope ${scope}.` });
    }
    request.apiKey = apiKey;
    return true;
  }

  async #authenticate(request: Request): Promise<ApiKey> {
    const secret = secretIn(request);
    const apiKey = secret === undefined ? null : await this.#find(secret);
    const nowMs = Date.now();
    if (apiKey === null || !isCurrent(apiKey, nowMs)) {
      throw new Problem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    this.uses.note(apiKey, nowMs);
    return apiKey;
  }

  /** The database is asked only if memory cannot tell. */
  async #find(secret: string): Promise<ApiKey | null> {
    const remembered = this.keys.peek(secret);
    return remembered === undefined ? this.keys.read(secret) : remembered;
  }
}

function isCurrent({ expiresAtMs }: ApiKey, nowMs: number): boolean {
  return expiresAtMs === null || nowMs < expiresAtMs;
}

function secretIn(request: Request): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token ?? request.get('X-Api-Key');
}
