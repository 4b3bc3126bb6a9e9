import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { AdminStatsDto, StatsDto, TopLinksDto } from './stats.dto.js';

const ETAG = {
  ETag: { description: 'A hash of the response body', schema: { type: 'string' } },
} as const;

const ApiConditionalGet = applyDecorators(
  ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The `ETag` of an earlier response',
  }),
  ApiResponse({ status: 304, description: 'Not modified since the response with that `ETag`' }),
  ApiProblems('validation-failed'),
);

const ApiLinkKey = applyDecorators(
  ApiParam({ name: 'key', description: 'The key of the link', example: 'aZ3kP9x' }),
  ApiProblems('malformed-request', 'link-not-found', 'link-gone'),
);

export function ApiLinkStats(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Get the statistics of a link',
      description: 'A click appears in the statistics within 5 seconds.',
      operationId: 'readLinkStats',
    }),
    ApiLinkKey,
    ApiConditionalGet,
    ApiResponse({ status: 200, type: StatsDto, description: 'The statistics', headers: ETAG }),
  );
}

export function ApiLinkStatsCsv(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Get the series of a link as CSV', operationId: 'readLinkStatsAsCsv' }),
    ApiLinkKey,
    ApiConditionalGet,
    ApiProduces('text/csv'),
    ApiResponse({
      status: 200,
      description: 'A header line `start,total,humans,bots`, then a line for each step',
      headers: ETAG,
      content: { 'text/csv': { schema: { type: 'string' } } },
    }),
  );
}

export function ApiTagStats(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Get the statistics of a tag',
      description:
        'The clicks on the links that have the tag now, as far as they have at most 10 000 days with clicks in the ' +
        'period, all links together. Breakdowns and `uniqueVisitors` are sums: a visitor of two links counts twice.',
      operationId: 'readTagStats',
    }),
    ApiParam({
      name: 'tag',
      description: 'The tag, percent-encoded: `/` is `%2F`',
      example: 'sale',
      schema: { type: 'string', minLength: 1, maxLength: 64 },
    }),
    ApiProblems('malformed-request', 'tag-not-found', 'too-much-to-sum'),
    ApiConditionalGet,
    ApiResponse({ status: 200, type: StatsDto, description: 'The statistics', headers: ETAG }),
  );
}

export function ApiAdminStats(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Get the statistics of all links', operationId: 'readStats' }),
    ApiConditionalGet,
    ApiResponse({ status: 200, type: AdminStatsDto, description: 'The statistics', headers: ETAG }),
  );
}

export function ApiTopLinks(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'List the links with the most clicks',
      description: 'Counts clicks of humans and bots on the UTC days that the period overlaps.',
      operationId: 'listTopLinks',
    }),
    ApiConditionalGet,
    ApiResponse({
      status: 200,
      type: TopLinksDto,
      description: 'The links, most clicks first',
      headers: ETAG,
    }),
  );
}
