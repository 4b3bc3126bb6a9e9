import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { LinkDto, LinkPageDto } from './link.dto.js';
import { PatchLinkDto } from './patch-link.dto.js';
import { PutLinkDto } from './put-link.dto.js';

export const ETAG = {
  ETag: { description: 'The version, in quotes', schema: { type: 'string' } },
} as const;
export const LOCATION = {
  Location: { description: 'The path of the link in this API', schema: { type: 'string' } },
} as const;

/** Swagger UI sends the first example of each operation by default, so it must succeed. */
const UPDATE_EXAMPLES = {
  'Another destination': { value: { url: 'https://example.com/elsewhere' } },
  Disabled: { value: { disabled: true } },
  'Cleared fields': { value: { title: null, expiresAt: null } },
};

const KeyParam = ApiParam({
  name: 'key',
  description: 'The short part of the URL',
  example: 'aZ3kP9x',
});
const IfMatch = ApiHeader({
  name: 'If-Match',
  required: false,
  description:
    'An `ETag`: the request fails with 412 unless the link has this version. The forms that compressing proxies ' +
    'make of it are accepted: `W/"1"`, `"1-gzip"`',
});

export function ApiListLinks(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'List links',
      description:
        'A page may hold fewer links than `limit`, or none, and not be the last: the number of links scanned ' +
        'for a page is limited. Continue while `nextCursor` is not null.',
      operationId: 'listLinks',
    }),
    ApiResponse({ status: 200, type: LinkPageDto, description: 'A page of links' }),
    ApiProblems('validation-failed'),
  );
}

export function ApiReadLink(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Read a link', operationId: 'readLink' }),
    KeyParam,
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'An `ETag` that you have: the answer is 304 if the link still has it',
    }),
    ApiResponse({ status: 200, type: LinkDto, description: 'The link', headers: ETAG }),
    ApiResponse({ status: 304, description: 'The link still has that `ETag`' }),
    ApiProblems('malformed-request', 'validation-failed', 'link-not-found', 'link-gone'),
  );
}

export function ApiUpdateLink(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Update a link', operationId: 'updateLink' }),
    KeyParam,
    IfMatch,
    ApiBody({ type: PatchLinkDto, examples: UPDATE_EXAMPLES }),
    ApiResponse({
      status: 200,
      type: LinkDto,
      description: 'The updated link',
      headers: ETAG,
    }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('link-not-found', 'link-gone', 'external-id-taken'),
    ApiProblems('version-mismatch', 'link-exists'),
    ApiProblems('body-too-large', 'unsupported-media-type'),
  );
}

export function ApiDeleteLink(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Delete a link',
      description: 'Its key answers 410 for ever and is never used for another link.',
      operationId: 'deleteLink',
    }),
    KeyParam,
    IfMatch,
    ApiResponse({ status: 204, description: 'Deleted' }),
    ApiProblems('malformed-request', 'validation-failed', 'link-not-found', 'link-gone'),
    ApiProblems('version-mismatch', 'link-exists'),
  );
}

const UPSERT_EXAMPLES = {
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

const UPSERT_DESCRIPTION =
  'Absent settings get their defaults. An existing link keeps its key, its clicks and `createdAt`. An ' +
  '`alias` is the key of a new link; for an existing link it must be the key of that link. The external ' +
  'id of a deleted link is free for a new one. Of concurrent requests one creates the link, and the ' +
  'others replace it.';

export function ApiUpsertLink(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Create or replace the link with an external id',
      description: UPSERT_DESCRIPTION,
      operationId: 'putLink',
    }),
    ApiParam({
      name: 'externalId',
      description: 'The name of the link in another system, percent-encoded: `/` is `%2F`',
      example: 'order-4711',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    IfMatch,
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '`*`: creates a link and replaces none',
    }),
    ApiBody({ type: PutLinkDto, examples: UPSERT_EXAMPLES }),
    ApiResponse({
      status: 201,
      type: LinkDto,
      description: 'Created',
      headers: { ...LOCATION, ...ETAG },
    }),
    ApiResponse({ status: 200, type: LinkDto, description: 'Replaced', headers: ETAG }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('alias-taken', 'key-mismatch', 'version-mismatch', 'link-exists'),
    ApiProblems('body-too-large', 'unsupported-media-type', 'counter-behind'),
  );
}
