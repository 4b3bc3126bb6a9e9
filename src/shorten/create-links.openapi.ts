import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { BulkLinksDto, BulkResultsDto } from './bulk.dto.js';
import { CreateLinkDto } from './create-link.dto.js';
import { LinkDto } from './link.dto.js';
import { ETAG, LOCATION } from './links.openapi.js';

export const REPLAYED = {
  'Idempotency-Replayed': {
    description: '`true` if the response is that of an earlier request; absent otherwise',
    required: false,
    schema: { type: 'string', const: 'true' },
  },
} as const;

export const IdempotencyKeyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'A text of your choice, such as a UUID. A request that is repeated with the same key within 24 hours is ' +
    'performed once and gets the same response. A failed request may be sent again.',
  schema: { type: 'string', maxLength: 514 },
});

const CREATION_EXAMPLES = {
  'A URL alone': { value: { url: 'https://example.com/a?b=c' } },
  'With settings': {
    value: {
      url: 'https://example.com/autumn',
      alias: 'autumn-sale',
      title: 'Autumn sale',
      tags: ['sale', '2026'],
      redirectStatus: 307,
      forwardQuery: true,
      expiresAt: '2027-11-23T10:00:00.000Z',
    },
  },
};
export function ApiCreateLink(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Shorten a URL', operationId: 'createLink' }),
    IdempotencyKeyHeader,
    ApiBody({ type: CreateLinkDto, examples: CREATION_EXAMPLES }),
    ApiResponse({
      status: 201,
      type: LinkDto,
      description: 'Created',
      headers: { ...LOCATION, ...ETAG, ...REPLAYED },
    }),
    ApiResponse({
      status: 200,
      type: LinkDto,
      description: 'Your existing link, as `reuseExisting` allows',
      headers: { ...LOCATION, ...ETAG, ...REPLAYED },
    }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('alias-taken', 'external-id-taken', 'idempotency-key-reused'),
    ApiProblems('body-too-large', 'unsupported-media-type', 'counter-behind'),
  );
}

const BULK_EXAMPLES = {
  'Two links': {
    value: { links: [{ url: 'https://example.com/one' }, { url: 'https://example.com/two' }] },
  },
};

export function ApiCreateLinks(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Shorten many URLs at once',
      description: 'Each link has a result of its own: an invalid one does not prevent the others.',
      operationId: 'createLinks',
    }),
    IdempotencyKeyHeader,
    ApiBody({ type: BulkLinksDto, examples: BULK_EXAMPLES }),
    ApiResponse({
      status: 201,
      type: BulkResultsDto,
      description: 'All created',
      headers: REPLAYED,
    }),
    ApiResponse({
      status: 207,
      type: BulkResultsDto,
      description: 'Not all created: see the `status` of each',
      headers: REPLAYED,
    }),
    ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
    ApiProblems('idempotency-key-reused', 'body-too-large', 'unsupported-media-type'),
    ApiProblems('counter-behind'),
  );
}
