import {
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { invalidFields, Problem } from '../errors/problem.js';
import { assertUtf8 } from './charset.js';
import { findExcess } from './json-limits.js';
import { prototypeNameErrors } from './prototype-names.js';
import { hasBody, readBody } from './read-body.js';

const MIB = 1024 * 1024;
const MAX_BODY_BYTES = MIB;
export const MAX_BULK_BODY_BYTES = 10 * MIB;
const MEDIA_TYPES = ['application/json', 'application/merge-patch+json'];

/** Strips a byte order mark, and replaces bytes that are not UTF-8. */
const decoder = new TextDecoder();

/** Reads a JSON object for `@Body`. Runs after all guards: nothing is read for a caller without access. */
export function ReadJsonBody(maxBytes = MAX_BODY_BYTES): MethodDecorator {
  return UseInterceptors(new JsonBodyInterceptor(maxBytes));
}

class JsonBodyInterceptor implements NestInterceptor {
  constructor(private readonly maxBytes: number) {}

  /** @throws Problem `unsupported-media-type`, `malformed-json`, `validation-failed`, and those of `readBody`. */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (hasBody(request)) {
      assertSupported(request);
      const bytes = await readBody(request, http.getResponse<Response>(), this.maxBytes);
      request.body = bytes.length === 0 ? {} : parseObject(bytes);
    }
    return next.handle();
  }
}

/** Refuses compressed bodies too: a small one can have any size. */
function assertSupported(request: Request): void {
  if (!MEDIA_TYPES.some((type) => request.is(type))) {
    throw new Problem('unsupported-media-type', { detail: `Use ${MEDIA_TYPES.join(' or ')}.` });
  }
  assertUtf8(request.headers['content-type']);
  const { 'content-encoding': coding = '' } = request.headers;
  if (coding !== '' && coding.toLowerCase() !== 'identity') {
    throw new Problem('unsupported-media-type', {
      detail: 'Send the body without Content-Encoding.',
      headers: { 'Accept-Encoding': 'identity' },
    });
  }
}

/** Finds errors that validation misses or that would overflow its stack. */
function parseObject(bytes: Buffer): object {
  const excess = findExcess(bytes);
  if (excess !== undefined) throw invalidFields([{ pointer: '', detail: excess }]);
  const body = parse(decoder.decode(bytes));
  if (Array.isArray(body)) throw invalidFields([{ pointer: '', detail: 'must be a JSON object' }]);
  const errors = prototypeNameErrors(Object.keys(body), (name) => `/${name}`);
  if (errors.length > 0) throw invalidFields(errors);
  return body;
}

function parse(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Problem('malformed-json', { cause });
  }
  if (typeof value !== 'object' || value === null) throw new Problem('malformed-json');
  return value;
}
