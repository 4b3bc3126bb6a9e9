import { UseGuards, applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { API_KEY_SCHEME, BEARER_SCHEME } from '../platform/openapi/openapi-document.js';
import { ApiKeyGuard, RequiredScope } from './api-key.guard.js';
import type { Scope } from './scopes.js';

/** Lets in whoever presents a key with the scope, and says so in the API's description. */
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
