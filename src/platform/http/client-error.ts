import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Problem } from '../errors/problem.js';
import { API_NOT_STORED } from './cache-control.js';
import { PROBLEM_MEDIA_TYPE, type ProblemCode } from '../errors/problems.js';

const CODE_BY_NODE_ERROR: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Accepts any method name (RFC 9110, 5.6.2) and captures the path. */
const REQUEST_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ (\/[^ ?]*)\S* HTTP\/1\.[01]\r\n/;

const HEAD = 'HEAD ';

export interface ClientError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
}

/**
 * Answers a request that Node.js cannot parse. There is no request object, so the response is written to the socket.
 * @param methodsOf returns the methods of a path, for a method that Node.js does not know.
 */
export function answerClientError(
  error: ClientError,
  socket: Socket,
  methodsOf: (path: string) => string[],
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answerOnSocket(problemOf(error, methodsOf), socket, isOfHead(error));
}

function problemOf(error: ClientError, methodsOf: (path: string) => string[]): Problem {
  const { code = '', rawPacket } = error;
  if (code !== 'HPE_INVALID_METHOD') {
    return new Problem(CODE_BY_NODE_ERROR[code] ?? 'malformed-request');
  }
  const [, path] = REQUEST_LINE.exec(rawPacket?.toString('latin1') ?? '') ?? [];
  if (path === undefined) return new Problem('malformed-request');
  const methods = methodsOf(path);
  if (methods.length === 0) return new Problem('not-found');
  return new Problem('method-not-allowed', { headers: { Allow: methods.join(', ') } });
}

/** A response to HEAD must have no body: the client would read it as the next response. */
function isOfHead({ rawPacket }: ClientError): boolean {
  return rawPacket?.toString('latin1', 0, HEAD.length) === HEAD;
}

/** Writes the response and closes the connection. */
export function answerOnSocket(problem: Problem, socket: Socket, isOfHead = false): void {
  const requestId = randomUUID();
  const body = JSON.stringify(problem.toDocument(requestId));
  const headers = Object.entries(problem.headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      ...headers,
      `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      // The path is not known for certain, so that it may be of the API.
      `Cache-Control: ${API_NOT_STORED}`,
      'Connection: close',
      '',
      isOfHead ? '' : body,
    ].join('\r\n'),
  );
}
