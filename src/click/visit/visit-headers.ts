import type { IncomingHttpHeaders } from 'node:http';

export interface VisitHeaders {
  readonly userAgent: string;
  readonly referer: string;
  readonly forwardedFor: string;
  /** From `DNT` or `Sec-GPC`. */
  readonly optsOutOfTracking: boolean;
  readonly isPrefetch: boolean;
}

// Node joins repeated headers with commas.
const YES = /(?:^|,)\s*1\s*(?:,|$)/;
const PREFETCH = /(?:^|,)\s*(?:prefetch|preview)\b/i;

export function readVisitHeaders(headers: IncomingHttpHeaders): VisitHeaders {
  return {
    userAgent: headers['user-agent'] ?? '',
    referer: headers.referer ?? '',
    forwardedFor: String(headers['x-forwarded-for'] ?? ''),
    optsOutOfTracking: matches(YES, headers['dnt']) || matches(YES, headers['sec-gpc']),
    isPrefetch:
      matches(PREFETCH, headers['sec-purpose']) ||
      matches(PREFETCH, headers['purpose']) ||
      matches(PREFETCH, headers['x-purpose']) ||
      matches(PREFETCH, headers['x-moz']),
  };
}

function matches(pattern: RegExp, value: IncomingHttpHeaders[string]): boolean {
  return value !== undefined && pattern.test(String(value));
}
