import type { IncomingMessage } from 'node:http';

type Headers = Pick<IncomingMessage, 'headers'>;

const OWN_SITES = new Set(['same-origin', 'none']);

/**
 * Whether a page of this service, or the user, sent the request; `undefined` if no header says so, as with programs.
 * Follows `CrossOriginProtection` of Go's net/http.
 * @param publicHost of PUBLIC_URL, with its port: proxies may change `Host`.
 */
export function isSameOrigin({ headers }: Headers, publicHost: string): boolean | undefined {
  const { 'sec-fetch-site': site, origin, host = '' } = headers;
  if (site !== undefined) return OWN_SITES.has(site);
  if (origin === undefined) return undefined;
  const originHost = hostOf(origin);
  return originHost !== undefined && [host.toLowerCase(), publicHost].includes(originHost);
}

/** Returns `undefined` for `null`, and for origins that are not of web pages. */
function hostOf(origin: string): string | undefined {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return undefined;
  return new URL(origin).host;
}
