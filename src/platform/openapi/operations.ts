import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** All that the document describes, of whatever path and method. */
export function operationsIn({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths)
    .flatMap(({ get, post, put, patch, delete: remove }) => [get, post, put, patch, remove])
    .filter((operation) => operation !== undefined);
}

type Answer = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;

/** All that they may answer, by status. */
export function responsesOf(operations: readonly Operation[]): [status: string, answer: Answer][] {
  return operations
    .flatMap(({ responses }) => Object.entries(responses))
    .flatMap(([status, answer]) =>
      answer === undefined || '$ref' in answer ? [] : [[status, answer] as [string, Answer]],
    );
}
