import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from '../logging/request-id.js';
import type { Problem } from '../errors/problem.js';
import { PROBLEM_MEDIA_TYPE } from '../errors/problems.js';

/** Sent with every problem, page or document. */
const PROBLEM_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** Sets the status and the headers. The caller writes the body. */
export function beginProblem(problem: Problem, response: ServerResponse): void {
  response.statusCode = problem.status;
  const headers = { ...problem.headers, ...PROBLEM_HEADERS };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Sends a problem document (RFC 9457). */
export function writeProblem(
  problem: Problem,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const body = JSON.stringify(problem.toDocument(requestIdOf(request)));
  beginProblem(problem, response);
  response.setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(request.method === 'HEAD' ? undefined : body);
}
