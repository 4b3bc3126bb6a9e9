import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from '../logging/request-id.js';
import type { Problem } from '../errors/problem.js';
import { API_NOT_STORED, isOfApi, NOT_STORED, VARY_BY_CALLER } from './cache-control.js';
import { PROBLEM_MEDIA_TYPE } from '../errors/problems.js';

/** Sets the status and the headers of a problem, page or document. The caller writes the body. */
export function beginProblem(
  problem: Problem,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.statusCode = problem.status;
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  const isPrivate = isOfApi(targetOf(request));
  response.setHeader('Cache-Control', isPrivate ? API_NOT_STORED : NOT_STORED);
  if (isPrivate && !response.hasHeader('Vary')) response.setHeader('Vary', VARY_BY_CALLER);
}

/** Express shortens `url` for middleware of a path. */
function targetOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '';
}

/** Sends a problem document (RFC 9457). */
export function writeProblem(
  problem: Problem,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const body = JSON.stringify(problem.toDocument(requestIdOf(request)));
  beginProblem(problem, request, response);
  response.setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(request.method === 'HEAD' ? undefined : body);
}
