import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOperation,
  ApiParam,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblems, ApiProblemsOrPages } from '../platform/openapi/api-problems.js';
import { PreviewDto } from './preview.dto.js';

export function ApiPreviewLink(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(PreviewDto),
    ApiOperation({
      summary: 'See where a short link leads',
      description:
        'A page, or JSON for those who ask for it. It is no click. ' +
        'A link with `maxClicks` shows its destination only to those who open it.',
      operationId: 'previewLink',
    }),
    ApiParam({ name: 'key', description: 'The short part', example: 'aZ3kP9x' }),
    ApiResponse({
      status: 200,
      description: 'Where the link leads',
      content: {
        'text/html': { schema: { type: 'string' } },
        'application/json': { schema: { $ref: getSchemaPath(PreviewDto) } },
      },
    }),
    ApiProblems('malformed-request'),
    ApiProblemsOrPages('link-not-found', 'link-gone'),
    ApiProblems('internal-error', 'database-unavailable'),
  );
}
