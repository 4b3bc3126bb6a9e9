import type { Response } from 'express';
import type { Idempotency } from '../idempotency/idempotency.js';
import type { ApiResponse } from '../idempotency/idempotency.store.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import { setEtag } from '../platform/http/cache-control.js';

/** Performs the request, or finds its response if it was performed before. @returns the body. */
export async function respondOnce(
  idempotency: Idempotency,
  request: IdempotentRequest | undefined,
  response: Response,
  perform: () => Promise<ApiResponse>,
): Promise<string> {
  const { response: result, isReplayed } = await idempotency.execute(request, perform);
  if (isReplayed) response.set('Idempotency-Replayed', 'true');
  response.status(result.status).set(result.headers).type('json');
  const { ETag: etag } = result.headers;
  if (etag !== undefined) setEtag(response, etag);
  return result.body;
}
