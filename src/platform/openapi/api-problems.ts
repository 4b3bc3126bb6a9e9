import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiResponse,
  getSchemaPath,
  type ApiResponseOptions,
} from '@nestjs/swagger';
import { Problem, type FieldError } from '../errors/problem.js';
import {
  PROBLEMS,
  PROBLEM_CODES,
  PROBLEM_MEDIA_TYPE,
  type ProblemCode,
} from '../errors/problems.js';
import { ProblemDto } from './problem.dto.js';

type ContentObject = NonNullable<Extract<ApiResponseOptions, { content?: unknown }>['content']>;
type MediaTypeObject = ContentObject[string];

const EXAMPLE_REQUEST_ID = '6ccb3a2e-94f5-4e6d-9fd5-2c9a53b2f2a1';
const EXAMPLE_ERRORS: readonly FieldError[] = [
  { pointer: '/url', detail: 'must not lead to a private address' },
];

/** Documents the problems of an operation: one response per status, with an example of each code. */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  return documentProblems(codes, {});
}

export function ApiProblemsOrPages(...codes: ProblemCode[]): MethodDecorator {
  return documentProblems(codes, { 'text/html': { schema: { type: 'string' } } });
}

function documentProblems(
  codes: readonly ProblemCode[],
  otherContent: ContentObject,
): MethodDecorator {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code][0]))];
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) => {
      const codesOfStatus = PROBLEM_CODES.filter(
        (code) => codes.includes(code) && PROBLEMS[code][0] === status,
      );
      return ApiResponse({
        status,
        description: codesOfStatus.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join('; '),
        content: { [PROBLEM_MEDIA_TYPE]: toMediaType(codesOfStatus), ...otherContent },
      });
    }),
  );
}

function toMediaType(codes: readonly ProblemCode[]): MediaTypeObject {
  return {
    schema: { $ref: getSchemaPath(ProblemDto) },
    examples: Object.fromEntries(codes.map((code) => [code, { value: createExample(code) }])),
  };
}

function createExample(code: ProblemCode): object {
  const problem = new Problem(code, code === 'validation-failed' ? { errors: EXAMPLE_ERRORS } : {});
  return problem.toDocument(EXAMPLE_REQUEST_ID);
}
