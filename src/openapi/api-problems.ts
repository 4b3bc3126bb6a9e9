import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Problem, type FieldError } from '../errors/problem.js';
import {
  PROBLEMS,
  PROBLEM_CODES,
  PROBLEM_MEDIA_TYPE,
  type ProblemCode,
} from '../errors/problems.js';
import { ProblemDto } from './problem.dto.js';

const EXAMPLE_REQUEST_ID = '6ccb3a2e-94f5-4e6d-9fd5-2c9a53b2f2a1';
const EXAMPLE_ERRORS: readonly FieldError[] = [
  { pointer: '/url', detail: 'must not lead to a private address' },
];

/** Describes the problems a call may answer with: one response per status, with an example of each code. */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator & ClassDecorator {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code][0]))];
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) => {
      const ofStatus = PROBLEM_CODES.filter(
        (code) => codes.includes(code) && PROBLEMS[code][0] === status,
      );
      return problemResponse(status, ofStatus);
    }),
  );
}

function problemResponse(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join('; '),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  });
}

function exampleOf(code: ProblemCode): object {
  const problem = new Problem(code, code === 'validation-failed' ? { errors: EXAMPLE_ERRORS } : {});
  return problem.toDocument(EXAMPLE_REQUEST_ID);
}
