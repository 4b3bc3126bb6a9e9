export interface FieldError {
  /** A JSON pointer into the request, such as `/url` or `/links/3/url`. */
  readonly pointer: string;
  readonly detail: string;
}

/** A problem document of the API (RFC 9457). */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly FieldError[];
}

const TYPE_PREFIX = 'urn:shortcore:problem:';

/** A call that failed. `code` is that of the problem, or `unreachable` if no answer arrived. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The request id, by which the logs can be searched. */
  readonly instance: string;
  readonly errors: readonly FieldError[];
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemDocument, retryAfterSeconds?: number) {
    super(problem.title);
    this.status = problem.status;
    this.code = codeOf(problem);
    this.title = problem.title;
    this.detail = problem.detail;
    this.instance = problem.instance;
    this.errors = problem.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The errors of one field, as one text; `undefined` if it has none. */
  errorOf(pointer: string): string | undefined {
    const details = this.errors
      .filter((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))
      .map(({ detail }) => detail);
    return details.length === 0 ? undefined : details.join('. ');
  }
}

export function codeOf({ type }: Pick<ProblemDocument, 'type'>): string {
  return type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : type;
}

/** Makes an error of a response, whether it is a problem document or a proxy's own page. */
export function toApiError(body: unknown, response: Response): ApiError {
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  if (isProblem(body)) return new ApiError(body, retryAfterSeconds);
  const problem = {
    type: 'about:blank',
    title: `${response.status} ${response.statusText}`.trim(),
    status: response.status,
    detail: '',
    instance: response.headers.get('X-Request-Id') ?? '',
  };
  return new ApiError(problem, retryAfterSeconds);
}

export const UNREACHABLE = 'unreachable';

export function unreachableError(title: string): ApiError {
  const type = TYPE_PREFIX + UNREACHABLE;
  return new ApiError({ type, title, status: 0, detail: '', instance: '' });
}

function isProblem(body: unknown): body is ProblemDocument {
  return (
    typeof body === 'object' &&
    body !== null &&
    typeof Reflect.get(body, 'type') === 'string' &&
    typeof Reflect.get(body, 'title') === 'string'
  );
}
