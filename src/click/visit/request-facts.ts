import type { IncomingHttpHeaders } from 'node:http';

/** The headers of a request that tell of its visitor. */
export interface RequestFacts {
  readonly userAgent: string;
  readonly referer: string;
  readonly forwardedFor: string;
  /** `DNT` or `Sec-GPC`. */
  readonly wantsPrivacy: boolean;
  readonly isPrefetch: boolean;
}

// Node joins with commas what was sent more than once.
const YES = /(?:^|,)\s*1\s*(?:,|$)/;
const PREFETCH = /(?:^|,)\s*(?:prefetch|preview)\b/i;

/** @param headers as Node makes them: of each request of HTTP/1.1, whether it is asked to or not. */
export function factsIn(headers: IncomingHttpHeaders): RequestFacts {
  return {
    userAgent: headers['user-agent'] ?? '',
    referer: headers.referer ?? '',
    forwardedFor: textOf(headers['x-forwarded-for']),
    wantsPrivacy: says(YES, headers['dnt']) || says(YES, headers['sec-gpc']),
    isPrefetch:
      says(PREFETCH, headers['sec-purpose']) ||
      says(PREFETCH, headers['purpose']) ||
      says(PREFETCH, headers['x-purpose']) ||
      says(PREFETCH, headers['x-moz']),
  };
}

/** Of all texts together. */
export function lengthOf({ userAgent, referer, forwardedFor }: RequestFacts): number {
  return userAgent.length + referer.length + forwardedFor.length;
}

type Value = IncomingHttpHeaders[string];

/** All that are asked about here are texts; that is not in the types. */
function textOf(value: Value): string {
  return value === undefined ? '' : String(value);
}

function says(pattern: RegExp, value: Value): boolean {
  return value !== undefined && pattern.test(String(value));
}
