import { HttpException } from '@nestjs/common';
import { Problem } from './problem.js';
import type { ProblemCode } from './problems.js';

/** An `http-errors` object, as body parsers, the router and the static file server throw it. */
interface HttpError {
  readonly status: number;
  readonly type?: string;
}

const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-request',
  404: 'not-found',
  408: 'request-timeout',
  412: 'precondition-failed',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  416: 'range-not-satisfiable',
};

/** Converts any thrown value to a problem. An unknown error becomes `internal-error`. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, type } = httpErrorIn(error);
  if (type === 'entity.parse.failed') return new Problem('malformed-json', { cause: error });
  const code = CODE_BY_STATUS[status] ?? 'internal-error';
  return new Problem(code, { cause: error });
}

function httpErrorIn(error: unknown): HttpError {
  if (error instanceof HttpException) return { status: error.getStatus() };
  if (error instanceof URIError) return { status: 400 };
  const hasStatus = error instanceof Error && 'status' in error && typeof error.status === 'number';
  return hasStatus ? (error as Error & HttpError) : { status: 500 };
}
