import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Problem } from './problem.js';
import { PROBLEM_MEDIA_TYPE, type ProblemCode } from './problems.js';

const CODE_BY_NODE_ERROR: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Answers what is not even HTTP, on the bare socket: there is no request object for it. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = new Problem(CODE_BY_NODE_ERROR[error.code ?? ''] ?? 'malformed-request');
  const requestId = randomUUID();
  const body = JSON.stringify(problem.toDocument(requestId));
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
