import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import {
  BulkChangeDto,
  BulkChangeResultsDto,
  BulkDeleteDto,
  BulkDeleteResultsDto,
} from './bulk-edit.dto.js';
import { IdempotencyKeyHeader, REPLAYED } from './create-links.openapi.js';

/** Swagger UI sends the first by default, which succeeds with links that exist or not. */
const CHANGE_EXAMPLES = {
  Tags: { value: { keys: ['aZ3kP9x', 'autumn-sale'], change: { addTags: ['sale'] } } },
  'An end': {
    value: { keys: ['autumn-sale'], change: { expiresAt: '2027-11-23T10:00:00.000Z', note: null } },
  },
};
const DELETE_EXAMPLES = { 'Two links': { value: { keys: ['aZ3kP9x', 'autumn-sale'] } } };

const ApiBulkProblems = applyDecorators(
  ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
  ApiProblems('idempotency-key-reused', 'body-too-large', 'unsupported-media-type'),
);

export function ApiChangeLinks(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Change many links at once',
      description:
        'Makes the same change to up to 1000 links. Each key has a result of its own: one that fails does not ' +
        'prevent the others. A link that already is as the change makes it keeps its version.',
      operationId: 'changeLinks',
    }),
    IdempotencyKeyHeader,
    ApiBody({ type: BulkChangeDto, examples: CHANGE_EXAMPLES }),
    ApiResponse({
      status: 200,
      type: BulkChangeResultsDto,
      description: 'All are as the change makes them',
      headers: REPLAYED,
    }),
    ApiResponse({
      status: 207,
      type: BulkChangeResultsDto,
      description: 'Not all: see the `status` of each',
      headers: REPLAYED,
    }),
    ApiBulkProblems,
  );
}

export function ApiDeleteLinks(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Delete many links at once',
      description:
        'Their keys answer 410 for ever and are never used for other links. Each key has a result of its own; ' +
        'a key that is named twice is gone the second time (410).',
      operationId: 'deleteLinks',
    }),
    IdempotencyKeyHeader,
    ApiBody({ type: BulkDeleteDto, examples: DELETE_EXAMPLES }),
    ApiResponse({
      status: 200,
      type: BulkDeleteResultsDto,
      description: 'All deleted',
      headers: REPLAYED,
    }),
    ApiResponse({
      status: 207,
      type: BulkDeleteResultsDto,
      description: 'Not all deleted: see the `status` of each',
      headers: REPLAYED,
    }),
    ApiBulkProblems,
  );
}
