import type { IncomingHttpHeaders } from 'node:http';

/** The headers of a request that tell of its visitor. */
export interface VisitHeaders {
  readonly userAgent: string;
  readonly referer: string;
  readonly forwardedFor: string;
  /** `DNT` or `Sec-GPC`. */
  readonly optsOutOfTracking: boolean;
  readonly isPrefetch: boolean;
}

/** What is longer is worked out each time: it would let strangers fill the memory. */
export const MAX_CACHED_LENGTH = 1_024;

// Node joins with commas what was sent more than once.
const YES = /(?:^|,)\s*1\s*(?:,|$)/;
const PREFETCH = /(?:^|,)\s*(?:prefetch|preview)\b/i;

/** @param headers as Node makes them: of each request of HTTP/1.1, whether it is asked to or not. */
export function readVisitHeaders(headers: IncomingHttpHeaders): VisitHeaders {
  return {
    userAgent: headers['user-agent'] ?? '',
    referer: headers.referer ?? '',
    forwardedFor: String(headers['x-forwarded-for'] ?? ''),
    optsOutOfTracking: says(YES, headers['dnt']) || says(YES, headers['sec-gpc']),
    isPrefetch:
      says(PREFETCH, headers['sec-purpose']) ||
      says(PREFETCH, headers['purpose']) ||
      says(PREFETCH, headers['x-purpose']) ||
      says(PREFETCH, headers['x-moz']),
  };
}

/** Of all texts together. */
export function lengthOf({ userAgent, referer, forwardedFor }: VisitHeaders): number {
  return userAgent.length + referer.length + forwardedFor.length;
}

function says(pattern: RegExp, value: IncomingHttpHeaders[string]): boolean {
  return value !== undefined && pattern.test(String(value));
}
