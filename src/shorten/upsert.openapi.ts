import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { LinkDto } from './link.dto.js';
import { ETAG, IfMatch, LOCATION } from './links.openapi.js';
import { PutLinkDto } from './put-link.dto.js';

/** The first is what Swagger UI sends unless it is told otherwise: it must work as it stands. */
const EXAMPLES = {
  'A URL alone': { value: { url: 'https://example.com/orders/4711' } },
  'With settings': {
    value: {
      url: 'https://example.com/orders/4711',
      alias: 'order-4711',
      title: 'Order 4711',
      tags: ['orders'],
      expiresAt: '2027-11-23T10:00:00.000Z',
    },
  },
};

const DESCRIPTION =
  'The link is as the body says afterwards, whether it was there before or not: settings that are absent ' +
  'go back to their defaults. Its key, its clicks and `createdAt` stay. An `alias` is the key of a new ' +
  'link; if the link is there, it must be the key that the link has. The external id of a deleted link ' +
  'is free for a new one. Any number may send this at once: one makes the link, the others replace it.';

export function ApiUpsertLink(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Make or replace the link with an external id',
      description: DESCRIPTION,
      operationId: 'putLink',
    }),
    ApiParam({
      name: 'externalId',
      description: 'The name another system has for the link, percent-encoded: `/` is `%2F`',
      example: 'order-4711',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    IfMatch,
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '`*`: a link is made, and none replaced',
    }),
    ApiBody({ type: PutLinkDto, examples: EXAMPLES }),
    ApiResponse({
      status: 201,
      type: LinkDto,
      description: 'Made',
      headers: { ...LOCATION, ...ETAG },
    }),
    ApiResponse({ status: 200, type: LinkDto, description: 'Replaced', headers: ETAG }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('alias-taken', 'key-mismatch', 'version-mismatch', 'link-exists'),
    ApiProblems('body-too-large', 'unsupported-media-type'),
  );
}
