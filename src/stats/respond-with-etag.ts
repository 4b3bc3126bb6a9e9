import type { Response } from 'express';
import { etagOfContent, matchesEtag } from '../platform/http/etag.js';

/** Sets the `ETag`, and leaves out the body for who has it already. */
export function respondWithEtag<T>(
  body: T,
  response: Response,
  ifNoneMatch: string | undefined,
): T | undefined {
  const etag = etagOfContent(typeof body === 'string' ? body : JSON.stringify(body));
  response.set('ETag', etag);
  if (!matchesEtag(ifNoneMatch, etag)) return body;
  response.status(304);
  return undefined;
}
