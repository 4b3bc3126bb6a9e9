import { json, type NextFunction, type Request, type Response } from 'express';
import { toProblem } from '../errors/foreign-errors.js';
import { Problem } from '../errors/problem.js';

const MAX_BODY_BYTES = 1024 * 1024;
const MEDIA_TYPES = ['application/json', 'application/merge-patch+json'];

const parse = json({ limit: MAX_BODY_BYTES, type: MEDIA_TYPES });

/** Reads a body that is a JSON object; a body of another type is refused, not taken for an empty one. */
export function jsonBody(request: Request, response: Response, next: NextFunction): void {
  if (!hasBody(request)) {
    next();
    return;
  }
  if (!MEDIA_TYPES.some((type) => request.is(type))) {
    next(new Problem('unsupported-media-type', { detail: `Use ${MEDIA_TYPES.join(' or ')}.` }));
    return;
  }
  parse(request, response, (error?: unknown) =>
    next(error === undefined ? objectionTo(request.body as object) : toProblem(error)),
  );
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What validation would not see: it looks at the fields of an object, and `__proto__` is none to it. */
function objectionTo(body: object): Problem | undefined {
  if (Array.isArray(body)) return invalid('', 'must be a JSON object');
  return Object.hasOwn(body, '__proto__')
    ? invalid('/__proto__', 'property __proto__ should not exist')
    : undefined;
}

function invalid(pointer: string, detail: string): Problem {
  return new Problem('validation-failed', { errors: [{ pointer, detail }] });
}
