import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The ids that a client may choose: short, and safe in a log, a header and a URI. */
const SANE_REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

const idOfRequest = new WeakMap<IncomingMessage, string>();

const COUNT_DIGITS = 12;
const uuidPrefix = randomUUID().slice(0, -COUNT_DIGITS);
let requestCount = 0;

/** Assigns the id of the request and sends it as a header. */
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

/** A UUID with a random prefix per process and a counter: cheaper than a new random UUID. */
function newRequestId(): string {
  requestCount++;
  return uuidPrefix + requestCount.toString(16).padStart(COUNT_DIGITS, '0');
}

export function chooseRequestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : newRequestId();
}

export function requestIdOf(request: IncomingMessage): string {
  return idOfRequest.get(request) ?? newRequestId();
}
