import { PROBLEMS, PROBLEM_TYPE_PREFIX, type ProblemCode } from './problems.js';

/** `pointer` is a JSON Pointer (RFC 6901) into the body, `?query`, `:path` or a header's name. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A problem document (RFC 9457). `instance` is the request id. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly FieldError[];
}

export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[] | undefined;

  constructor(
    readonly code: ProblemCode,
    options: ProblemOptions = {},
  ) {
    const [status, title] = PROBLEMS[code];
    super(options.detail ?? `${title}.`, { cause: options.cause });
    this.status = status;
    this.title = title;
    this.headers = options.headers ?? {};
    this.errors = options.errors;
  }

  toDocument(requestId: string): ProblemDocument {
    return {
      type: `${PROBLEM_TYPE_PREFIX}${this.code}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      instance: requestId,
      ...(this.errors && { errors: this.errors }),
    };
  }
}

/** A client corrects a few at a time; an answer must not outgrow its request. */
export const MAX_FIELD_ERRORS = 100;

/** Lists the first errors only, and says so. */
export function invalidFields(
  errors: readonly FieldError[],
  maxErrors = MAX_FIELD_ERRORS,
): Problem {
  if (errors.length <= maxErrors) return new Problem('validation-failed', { errors });
  const [, title] = PROBLEMS['validation-failed'];
  return new Problem('validation-failed', {
    errors: errors.slice(0, maxErrors),
    detail: `${title}. There are more errors than the ${maxErrors} listed.`,
  });
}

export function isUnavailable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'database-unavailable';
}
