import type { ServerResponse } from 'node:http';
import type { Response } from 'express';

/** Of the API: also tells caches that ignore `private`, and proxies not to rewrite what has an `ETag`. */
export const API_NOT_STORED = 'private, no-store, no-transform';
const API_REVALIDATED = 'private, no-cache, no-transform';
export const NOT_STORED = 'no-store';

/** The headers of a request by which callers of the API differ. */
export const VARY_BY_CALLER = 'Authorization, X-Api-Key, Cookie';

/** Origin form or absolute form (RFC 9112, 3.2). */
const API_TARGET = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?\/api(?:[/?#]|$)/i;

export function isOfApi(requestTarget: string): boolean {
  return API_TARGET.test(requestTarget);
}

/** For the responses to one caller, errors included. */
export function markPrivate(_request: unknown, response: ServerResponse, next: () => void): void {
  response.setHeader('Cache-Control', API_NOT_STORED);
  response.setHeader('Vary', VARY_BY_CALLER);
  next();
}

/** For responses that are true for a moment only. */
export function forbidStoring(_request: unknown, response: ServerResponse, next: () => void): void {
  response.setHeader('Cache-Control', NOT_STORED);
  next();
}

/** The caller, and no shared cache, may keep the response, and must ask whether it is current. */
export function setEtag(response: Response, etag: string): void {
  response.set({ ETag: etag, 'Cache-Control': API_REVALIDATED });
}
