import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { AdminStatsDto, StatsDto, TopLinksDto } from './stats.dto.js';

const ETAG = {
  ETag: { description: 'The same as long as the answer is', schema: { type: 'string' } },
} as const;

const Known = applyDecorators(
  ApiHeader({ name: 'If-None-Match', required: false, description: 'An `ETag` you know already' }),
  ApiResponse({ status: 304, description: 'The statistics still have that `ETag`' }),
  ApiProblems('validation-failed'),
);

const OfLink = applyDecorators(
  ApiParam({ name: 'key', description: 'The short part', example: 'aZ3kP9x' }),
  ApiProblems('malformed-request', 'link-not-found', 'link-gone'),
);

export function ApiLinkStats(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: "Read a link's statistics",
      description: 'A click is in them within 5 seconds.',
      operationId: 'readLinkStats',
    }),
    OfLink,
    Known,
    ApiResponse({ status: 200, type: StatsDto, description: 'The statistics', headers: ETAG }),
  );
}

export function ApiLinkStatsCsv(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Read the series as CSV', operationId: 'readLinkStatsAsCsv' }),
    OfLink,
    Known,
    ApiProduces('text/csv'),
    ApiResponse({
      status: 200,
      description: 'A line for each step, below `start,total,humans,bots`',
      headers: ETAG,
      content: { 'text/csv': { schema: { type: 'string' } } },
    }),
  );
}

export function ApiAdminStats(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: 'Read the statistics of all links', operationId: 'readStats' }),
    Known,
    ApiResponse({ status: 200, type: AdminStatsDto, description: 'The statistics', headers: ETAG }),
  );
}

export function ApiTopLinks(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'List the links that are clicked most',
      description: 'By humans and bots, on the days of UTC that the time touches.',
      operationId: 'listTopLinks',
    }),
    Known,
    ApiResponse({ status: 200, type: TopLinksDto, description: 'Most first', headers: ETAG }),
  );
}
