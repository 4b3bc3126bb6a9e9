import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { ApiKeysDto, NewApiKeyDto } from './api-key.dto.js';
import { CreateApiKeyDto } from './create-api-key.dto.js';

/** The first is what Swagger UI sends unless it is told otherwise: it must work as it stands. */
const EXAMPLES = {
  'For good': { value: { name: 'Build server', scopes: ['links:read', 'links:write'] } },
  'For some time': {
    value: { name: 'Report', scopes: ['stats:read'], expiresAt: '2099-11-23T10:00:00.000Z' },
  },
};
const HEADERS = {
  Location: { description: 'The path of the key in this API', schema: { type: 'string' } },
  'Cache-Control': { description: '`no-store`', schema: { type: 'string' } },
} as const;

export function ApiCreateApiKey(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Make an API key',
      description: 'The key is in this answer, and nowhere else: only a hash of it is kept.',
      operationId: 'createApiKey',
    }),
    ApiBody({ type: CreateApiKeyDto, examples: EXAMPLES }),
    ApiResponse({ status: 201, type: NewApiKeyDto, description: 'Made', headers: HEADERS }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('body-too-large', 'unsupported-media-type'),
  );
}

export function ApiListApiKeys(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'List the API keys',
      description: 'Those that are expired too. The keys themselves are not kept.',
      operationId: 'listApiKeys',
    }),
    ApiResponse({ status: 200, type: ApiKeysDto, description: 'All keys' }),
    ApiProblems('malformed-request', 'validation-failed'),
  );
}

export function ApiRevokeApiKey(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Revoke an API key',
      description:
        'When it is answered, no instance accepts the key any more. One may revoke the key one is using, ' +
        'but not the last that has the scope `admin` and does not expire.',
      operationId: 'revokeApiKey',
    }),
    ApiParam({ name: 'id', description: 'The id', example: '0f8fad5bd9cb469fa16570867728950e' }),
    ApiResponse({ status: 204, description: 'Revoked' }),
    ApiProblems('malformed-request', 'validation-failed', 'api-key-not-found', 'last-admin-key'),
  );
}
