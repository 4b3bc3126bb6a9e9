import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { Problem } from '../errors/problem.js';
import { setEtag } from './cache-control.js';

interface Versioned {
  readonly version: number;
}

/** The headers of a conditional request. */
export type Preconditions = Pick<IncomingHttpHeaders, 'if-match' | 'if-none-match'>;

/** An optional entity tag and its delimiter (RFC 9110, 8.8.3 and 5.6.1). */
const ELEMENT = /[ \t]*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(?:,|$)/gy;

/** What compressing proxies make of `"1"`: `W/"1"` (nginx), `"1-gzip"` (Apache, Caddy), `"1--gzip"` (Jetty). */
const CHANGED_BY_PROXY = /^(?:W\/)?(".*?)(?:--?(?:gzip|br|zstd|deflate))?"$/;

export function etagOf({ version }: Versioned): string {
  return `"${version}"`;
}

/** Sets an `ETag` hashed from the body. Returns the body, or `undefined` with status 304. */
export function respondWithEtag<T>(
  body: T,
  response: Response,
  ifNoneMatch: string | undefined,
): T | undefined {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return respondIfNotModified(response, hashedEtagOf(text), ifNoneMatch) ? undefined : body;
}

/** @param text the body, or everything that it is made from. */
export function hashedEtagOf(text: string): string {
  return `"${hash('sha256', text, 'base64url')}"`;
}

/** Sets the `ETag`, and the status 304 if the client has this version. */
export function respondIfNotModified(
  response: Response,
  etag: string,
  ifNoneMatch: string | undefined,
): boolean {
  setEtag(response, etag);
  const isKnown = matchesEtag(ifNoneMatch, etag);
  if (isKnown) response.status(304);
  return isKnown;
}

/**
 * Checks preconditions in the order of RFC 9110, 13.2.2. `If-Match` is weak too: a tag that a proxy has changed
 * still names one version.
 * @param current the resource, if it exists.
 * @throws Problem `version-mismatch`, `link-exists`, `malformed-request`.
 */
export function assertPreconditions(
  { 'if-match': ifMatch, 'if-none-match': ifNoneMatch }: Preconditions,
  current: Versioned | undefined,
): void {
  const wanted = tagsIn('If-Match', ifMatch);
  if (wanted !== undefined && !isAmong(wanted, current)) {
    const isNew = current === undefined;
    throw new Problem('version-mismatch', isNew ? { detail: 'There is no such link yet.' } : {});
  }
  const unwanted = tagsIn('If-None-Match', ifNoneMatch);
  if (unwanted !== undefined && isAmong(unwanted, current)) throw new Problem('link-exists');
}

/**
 * Weak comparison (RFC 9110, 13.1.2). An invalid header is ignored, which is harmless for a read.
 */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = ifNoneMatch === undefined ? undefined : parse(ifNoneMatch);
  return known?.some((tag) => tag === '*' || tag === etag) ?? false;
}

/** @throws Problem `malformed-request`: a change with an invalid condition must not be applied. */
function tagsIn(name: string, header: string | undefined): string[] | undefined {
  if (header === undefined) return undefined;
  const tags = parse(header);
  if (tags !== undefined) return tags;
  const detail = `${name} must be * or a list of entity tags in quotes, such as "3".`;
  throw new Problem('malformed-request', { detail });
}

/** @returns the tags as the service made them, or `*` alone; `undefined` for an invalid header. */
function parse(header: string): string[] | undefined {
  if (header.trim() === '*') return ['*'];
  const elements = [...header.matchAll(ELEMENT)];
  const length = elements.reduce((sum, [element]) => sum + element.length, 0);
  if (length < header.length) return undefined;
  return elements.flatMap(([, tag]) => tag?.replace(CHANGED_BY_PROXY, '$1"') ?? []);
}

function isAmong(tags: readonly string[], current: Versioned | undefined): boolean {
  if (current === undefined) return false;
  return tags.includes('*') || tags.includes(etagOf(current));
}
