import { hash } from 'node:crypto';
import { Problem } from '../errors/problem.js';

export function etagOf({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/**
 * Holds an `If-Match` against a version by strong comparison (RFC 9110, 13.1.1).
 * @throws Problem `version-mismatch`.
 */
export function assertMatch(
  ifMatch: string | undefined,
  current: { readonly version: number },
): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(current))) throw new Problem('version-mismatch');
}

/** For what has no version: the same as long as it reads the same. */
export function etagOfContent(text: string): string {
  return `"${hash('sha256', text, 'base64url')}"`;
}

/** Holds an `If-None-Match` against an `ETag` by weak comparison (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
