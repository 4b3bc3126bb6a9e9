import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';

export function ApiReadMetrics(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Read the metrics',
      description:
        'In the text format of Prometheus, of all instances of this machine, each with the label `instance`, its id in ' +
        '`listInstances`. While the database is away, a key that an instance of this machine has in memory is accepted.',
      operationId: 'readMetrics',
    }),
    ApiResponse({
      status: 200,
      description: 'The metrics',
      content: { 'text/plain': { schema: { type: 'string' } } },
    }),
    ApiProblems('malformed-request'),
  );
}
