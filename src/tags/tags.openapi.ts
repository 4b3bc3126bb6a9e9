import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { DeleteTagDto, RenameTagDto, TagChangeDto, TagPageDto } from './tags.dto.js';

const REPEAT =
  'Changes at most 1000 links in a call: call again while `isDone` is false. A repeated call does no harm. ' +
  'Each link becomes a new version, and redirects as before.';

const ApiTagChange = applyDecorators(
  ApiResponse({ status: 200, type: TagChangeDto, description: 'What was changed' }),
  ApiProblems('malformed-request', 'malformed-json', 'validation-failed'),
  ApiProblems('body-too-large', 'unsupported-media-type'),
);

export function ApiListTags(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'List tags',
      description:
        'A page may hold fewer tags than `limit` and not be the last. Continue while `nextCursor` is not null.',
      operationId: 'listTags',
    }),
    ApiResponse({ status: 200, type: TagPageDto, description: 'A page of tags' }),
    ApiProblems('validation-failed'),
  );
}

export function ApiRenameTag(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Rename a tag, or merge it into another',
      description: REPEAT,
      operationId: 'renameTag',
    }),
    ApiBody({
      type: RenameTagDto,
      examples: { 'Another name': { value: { from: 'sale', to: 'autumn-sale' } } },
    }),
    ApiTagChange,
  );
}

export function ApiDeleteTag(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Take a tag from all links',
      description: REPEAT,
      operationId: 'deleteTag',
    }),
    ApiBody({ type: DeleteTagDto, examples: { 'A tag': { value: { tag: 'sale' } } } }),
    ApiTagChange,
  );
}
