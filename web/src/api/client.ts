import createClient from 'openapi-fetch';
import { text } from '../text/en.js';
import type { paths } from './api-types.js';
import { reportOutage, reportUnreachable, SERVICE_URL, waitForRateLimit } from './connection.js';
import { toApiError, unreachableError, type ApiError } from './problem.js';
import { signInAgain } from './session.js';

const DEFAULT_WAIT_SECONDS = 5;

/**
 * The API of this service. A call without a valid session waits until the person has signed in again, and a read beyond
 * the rate limit is repeated; both then go on as if nothing had happened.
 */
export const api = createClient<paths>({ baseUrl: SERVICE_URL, fetch: send });

interface Answer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** Returns the body of a successful answer. @throws ApiError */
export async function take<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data } = await takeAnswer(call);
  return data;
}

/** As `take`, with the response, for its status and headers. @throws ApiError */
export async function takeAnswer<T>(
  call: Promise<Answer<T>>,
): Promise<{ data: T; response: Response }> {
  const { data, error, response } = await call;
  if (!response.ok && response.status !== 304) throw toApiError(error, response);
  return { data: data as T, response };
}

/** @throws ApiError if no answer arrives. */
async function send(request: Request): Promise<Response> {
  for (;;) {
    // A request can be sent once.
    const response = await fetchOnce(request.clone());
    if (response.status === 401) await signInAgain();
    else if (isRepeatable(request, response)) await waitForRateLimit(retryAfter(response));
    else return response;
  }
}

async function fetchOnce(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.status === 503) reportOutage('database-away');
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    reportUnreachable();
    throw unreachableError(text.problems.unreachable) satisfies ApiError;
  }
}

function isRepeatable({ method }: Request, { status }: Response): boolean {
  return method === 'GET' && status === 429;
}

function retryAfter(response: Response): number {
  return Number(response.headers.get('Retry-After')) || DEFAULT_WAIT_SECONDS;
}
