import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { SessionDto } from './session.dto.js';

const COOKIE = {
  'Set-Cookie': {
    description:
      'The cookie of the session: `HttpOnly`, `SameSite=Strict`, and `Secure` over HTTPS',
    schema: { type: 'string' },
  },
} as const;

export function ApiCreateSession(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Sign in with an API key',
      description:
        'Starts a session, which allows what the key allows and shares its rate limit. ' +
        'It ends after 12 hours, or 30 days with `remember`, and when the key expires or is revoked.',
      operationId: 'createSession',
    }),
    ApiResponse({ status: 201, type: SessionDto, description: 'Signed in', headers: COOKIE }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('unauthenticated', 'cross-origin', 'body-too-large', 'unsupported-media-type'),
    ApiProblems('rate-limited', 'database-unavailable', 'internal-error'),
  );
}

export function ApiReadSession(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Read the own session', operationId: 'readSession' }),
    ApiResponse({ status: 200, type: SessionDto, description: 'The session of the cookie' }),
    ApiProblems('malformed-request', 'validation-failed'),
  );
}

export function ApiDeleteSession(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Sign out',
      description: 'After the response, no instance accepts the session.',
      operationId: 'deleteSession',
    }),
    ApiResponse({ status: 204, description: 'Signed out', headers: COOKIE }),
    ApiProblems('malformed-request', 'validation-failed', 'cross-origin'),
  );
}
