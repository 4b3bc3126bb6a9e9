import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { Problem } from '../errors/problem.js';

const BODY_FAILED = Symbol('body failed');
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

const failures = new WeakMap<IncomingMessage, Problem>();

/** Makes `readBody` reject, now or later, because the rest of the body will not arrive. */
export function failBody(request: IncomingMessage, problem: Problem): void {
  failures.set(request, problem);
  request.emit(BODY_FAILED, problem);
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Reads a body as it was sent. @throws Problem `body-too-large`, `request-timeout`, `malformed-request`. */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Buffer> {
  const failure = failures.get(request);
  if (failure !== undefined) throw failure;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (isAwaitingContinue(request)) response.writeContinue();
  return collect(request, maxBytes);
}

/** Goes on to discard chunks after it has rejected, so that the client can finish and read the response. */
function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.once(BODY_FAILED, reject);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(tooLarge(maxBytes));
      }
    });
    finished(request, { writable: false }, (cause) => {
      if (cause) reject(new Problem('malformed-request', { cause }));
      else resolve(Buffer.concat(chunks));
    });
  });
}

function isAwaitingContinue({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === '1.1' && CONTINUE.test(headers.expect ?? '');
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('body-too-large', { detail: `Send at most ${maxBytes} bytes.` });
}
