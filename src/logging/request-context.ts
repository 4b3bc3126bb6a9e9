import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasHeader } from './raw-headers.js';

/** What a caller may choose: short, and harmless in a log, a header and a URI. */
const SANE_REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

const requestIds = new AsyncLocalStorage<string>();
const idOfRequest = new WeakMap<IncomingMessage, string>();
let underWayCount = 0;

const COUNT_DIGITS = 12;
const uuidButItsEnd = randomUUID().slice(0, -COUNT_DIGITS);
let requestCount = 0;

/** Takes or makes the request's id, returns it as a header, and has it in every log line until the end. */
export function requestContext(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const id = chooseRequestId(request);
  idOfRequest.set(request, id);
  response.setHeader('X-Request-Id', id);
  underWayCount++;
  response.once('close', leaveContext);
  requestIds.run(id, next);
}

/** On Node 20 a store in use costs every request a tenth, redirects from memory too, which need none. */
function leaveContext(): void {
  underWayCount--;
  if (underWayCount === 0) requestIds.disable();
}

/** A UUID: random for the process, and counted in it, which costs a redirect less than a new random one. */
function newRequestId(): string {
  requestCount++;
  return uuidButItsEnd + requestCount.toString(16).padStart(COUNT_DIGITS, '0');
}

/** The id that the request brings along, if it is sane, or a new one. */
export function chooseRequestId(request: IncomingMessage): string {
  if (!hasHeader(request, 'x-request-id')) return newRequestId();
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : newRequestId();
}

export function requestIdOf(request: IncomingMessage): string {
  return idOfRequest.get(request) ?? newRequestId();
}

export function currentRequestId(): string | undefined {
  return requestIds.getStore();
}
