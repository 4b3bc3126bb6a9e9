import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { REDIRECT_STATUSES } from '../link/link.entity.js';
import { ApiProblems, ApiProblemsOrPages } from '../platform/openapi/api-problems.js';

const HEADERS = {
  Location: { description: 'The destination', schema: { type: 'string' } },
  'Cache-Control': {
    description:
      '`private, max-age=<n>` with `cacheSeconds` or, if fewer, the seconds until `expiresAt`; `private, no-store` ' +
      'without `cacheSeconds` or with `maxClicks`',
    schema: { type: 'string' },
  },
} as const;

export function ApiFollowLink(): MethodDecorator {
  return applyDecorators(
    ApiTags('redirect'),
    ApiOperation({
      summary: 'Follow a short link',
      description:
        'Answers `HEAD` too. A visitor whose browser asks for HTML gets 404 and 410 as a small page.',
      operationId: 'followLink',
    }),
    ApiParam({ name: 'key', description: 'The short part', example: 'aZ3kP9x' }),
    ...REDIRECT_STATUSES.map((status) =>
      ApiResponse({ status, description: "The link's `redirectStatus`", headers: HEADERS }),
    ),
    ApiProblems('malformed-request'),
    ApiProblemsOrPages('link-not-found', 'link-gone'),
    ApiProblems('internal-error', 'database-unavailable'),
  );
}
