import ipaddr from 'ipaddr.js';

/** Longer than any host name (RFC 1035, 2.3.4). */
const MAX_LENGTH = 253;

/** Apps on Android name themselves in place of a page. */
const SCHEMES = new Set(['http:', 'https:', 'android-app:']);

/** The host that a `Referer` names; `null` if it names none, or an address, which may be somebody's own. */
export function referrerHost(referer: string): string | null {
  const url = URL.canParse(referer) ? new URL(referer) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol)) return null;
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  const isName = /^[\w.-]+$/.test(host) && !ipaddr.isValid(host);
  return isName && host.length <= MAX_LENGTH ? host : null;
}
