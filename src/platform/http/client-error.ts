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
  /** How much of `rawPacket` is valid, earlier requests included. */
  readonly bytesParsed?: number;
}

/** Whether the client sent something invalid or too late; otherwise the connection is broken. */
export function isOfRequest({ code = '' }: ClientError): boolean {
  return code.startsWith('HPE_') || code in CODE_BY_NODE_ERROR;
}

/** @param methodsOf returns the methods of a path, for a method that Node.js does not know. */
export function problemOf(error: ClientError, methodsOf: (path: string) => string[]): Problem {
  const { code = '' } = error;
  if (code !== 'HPE_INVALID_METHOD') {
    return new Problem(CODE_BY_NODE_ERROR[code] ?? 'malformed-request');
  }
  const [, path] = REQUEST_LINE.exec(textFromLine(error)) ?? [];
  if (path === undefined) return new Problem('malformed-request');
  const methods = methodsOf(path);
  if (methods.length === 0) return new Problem('not-found');
  return new Problem('method-not-allowed', { headers: { Allow: methods.join(', ') } });
}

/** The packet from the line in which the error is. */
function textFromLine({ rawPacket, bytesParsed = 0 }: ClientError): string {
  const text = rawPacket?.toString('latin1') ?? '';
  return text.slice(text.lastIndexOf('\n', bytesParsed) + 1);
}

/** A response to HEAD must have no body: the client would read it as the next response. */
export function isOfHead({ rawPacket }: ClientError): boolean {
  return rawPacket?.toString('latin1', 0, HEAD.length) === HEAD;
}

/** Writes a response where there is no request object. The caller ends the connection. */
export function answerOnSocket(problem: Problem, socket: Socket, isOfHead: boolean): void {
  const requestId = randomUUID();
  const body = JSON.stringify(problem.toDocument(requestId));
  const headers = Object.entries(problem.headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(
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
