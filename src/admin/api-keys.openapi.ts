import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { ApiKeysDto, NewApiKeyDto } from './api-key.dto.js';
import { CreateApiKeyDto } from './create-api-key.dto.js';

/** Swagger UI sends the first example by default, so it must be a valid request. */
const EXAMPLES = {
  'Without expiry': { value: { name: 'Build server', scopes: ['links:read', 'links:write'] } },
  'With expiry': {
    value: { name: 'Report', scopes: ['stats:read'], expiresAt: '2099-11-23T10:00:00.000Z' },
  },
};
const HEADERS = {
  Location: { description: 'Path of the key in this API', schema: { type: 'string' } },
} as const;

export function ApiCreateApiKey(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Create an API key',
      description:
        'The key is returned only in this response, because only a hash of it is stored.',
      operationId: 'createApiKey',
    }),
    ApiBody({ type: CreateApiKeyDto, examples: EXAMPLES }),
    ApiResponse({ status: 201, type: NewApiKeyDto, description: 'Created', headers: HEADERS }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('body-too-large', 'unsupported-media-type'),
  );
}

export function ApiListApiKeys(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'List API keys',
      description:
        'Includes expired keys, and the sessions of each key, which have a `parentId`. ' +
        'The keys themselves are not stored and not returned.',
      operationId: 'listApiKeys',
    }),
    ApiResponse({ status: 200, type: ApiKeysDto, description: 'All API keys and sessions' }),
    ApiProblems('malformed-request', 'validation-failed'),
  );
}

export function ApiRevokeApiKey(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Revoke an API key',
      description:
        'After the response, no instance accepts the key or a session of it. A key can revoke itself. ' +
        'The id of a session ends that session. ' +
        'The last key with the scope `admin` that does not expire cannot be revoked.',
      operationId: 'revokeApiKey',
    }),
    ApiParam({
      name: 'id',
      description: 'Id of the key',
      example: '0f8fad5bd9cb469fa16570867728950e',
    }),
    ApiResponse({ status: 204, description: 'Revoked' }),
    ApiProblems('malformed-request', 'validation-failed', 'api-key-not-found', 'last-admin-key'),
  );
}
