import { json, type NextFunction, type Request, type Response } from 'express';
import { toProblem } from '../errors/to-problem.js';
import { invalidFields, Problem } from '../errors/problem.js';
import { assertUtf8 } from './charset.js';
import { prototypeNameErrors } from './prototype-names.js';

const MIB = 1024 * 1024;
const MAX_BODY_BYTES = MIB;
const MAX_BULK_BODY_BYTES = 10 * MIB;
/** Relative to `/api`. */
const BULK_PATH = /^\/v1\/links\/bulk\/?$/;
/** A bulk request has an object, a list, objects and lists. */
const MAX_DEPTH = 5;
const MEDIA_TYPES = ['application/json', 'application/merge-patch+json'];

/** Other methods ignore the body (RFC 9110, 9.3). */
const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

const parse = json({ limit: MAX_BODY_BYTES, type: MEDIA_TYPES });
const parseBulk = json({ limit: MAX_BULK_BODY_BYTES, type: MEDIA_TYPES });

/** Parses a JSON object. Rejects a body of another media type. */
export function jsonBody(request: Request, response: Response, next: NextFunction): void {
  if (!hasBody(request)) {
    next();
    return;
  }
  if (!MEDIA_TYPES.some((type) => request.is(type))) {
    next(new Problem('unsupported-media-type', { detail: `Use ${MEDIA_TYPES.join(' or ')}.` }));
    return;
  }
  assertUtf8(request.headers['content-type']);
  // The parser does not know every name of UTF-8.
  request.headers['content-type'] = MEDIA_TYPES[0];
  const parseBody = BULK_PATH.test(request.path) ? parseBulk : parse;
  parseBody(request, response, (error?: unknown) =>
    next(error === undefined ? findError(request.body as object) : toProblem(error)),
  );
}

function hasBody({ method, headers }: Request): boolean {
  if (!METHODS_WITH_BODY.has(method)) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Finds errors that validation misses or that would overflow its stack. */
function findError(body: object): Problem | undefined {
  if (Array.isArray(body)) return invalidFields([{ pointer: '', detail: 'must be a JSON object' }]);
  if (isDeeperThan(MAX_DEPTH, body)) {
    return invalidFields([
      {
        pointer: '',
        detail: `must not be nested deeper than ${MAX_DEPTH} levels`,
      },
    ]);
  }
  const errors = prototypeNameErrors(Object.keys(body), (name) => `/${name}`);
  return errors.length === 0 ? undefined : invalidFields(errors);
}

/** Iterates by level, because recursion would overflow the stack on deep nesting. */
function isDeeperThan(depth: number, body: object): boolean {
  let level: unknown[] = [body];
  for (let passed = 0; passed < depth; passed++) {
    level = level.flatMap((value) => (isObject(value) ? Object.values(value) : []));
  }
  return level.some(isObject);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
