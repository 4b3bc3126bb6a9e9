import { StartError } from '../config/start-error.js';
import { Problem } from '../errors/problem.js';

export function databaseUnavailable(cause: unknown): Problem {
  return new Problem('database-unavailable', {
    headers: { 'Retry-After': '5' },
    cause: cause instanceof StartError ? toRuntimeError(cause) : cause,
  });
}

/** The log omits a StartError, because a program that cannot start prints it when it ends. */
function toRuntimeError({ message, cause }: StartError): Error {
  return new Error(message, { cause });
}
