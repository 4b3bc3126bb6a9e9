import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Ids that are safe in a log, a header and a URI. */
const SANE_REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

const idOfRequest = new WeakMap<IncomingMessage, string>();

const COUNT_DIGITS = 12;
const uuidPrefix = randomUUID().slice(0, -COUNT_DIGITS);
let requestCount = 0;

/** Sets the request id and the header `X-Request-Id`. */
export function assignRequestId(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const id = chooseRequestId(request);
  idOfRequest.set(request, id);
  response.setHeader('X-Request-Id', id);
  next();
}

/** A UUID with a random prefix per process and a counter, which is cheaper than a random UUID per request. */
function newRequestId(): string {
  requestCount++;
  return uuidPrefix + requestCount.toString(16).padStart(COUNT_DIGITS, '0');
}

/** Returns the id in the request's header if it is valid, or a new one. */
export function chooseRequestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : newRequestId();
}

export function requestIdOf(request: IncomingMessage): string {
  return idOfRequest.get(request) ?? newRequestId();
}
