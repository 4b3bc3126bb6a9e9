import ipaddr from 'ipaddr.js';

/** Longer than any host name (RFC 1035, 2.3.4). */
const MAX_LENGTH = 253;

/** With other characters it is not one, and need not be parsed to find out. */
const LIKE_ADDRESS = /^[\da-fx.]+$/;

/** Apps on Android name themselves in place of a page. */
const SCHEMES = new Set(['http:', 'https:', 'android-app:']);

/** The host that a `Referer` names; `null` if it names none, or an address, which may be somebody's own. */
export function referrerHost(referer: string): string | null {
  const url = URL.canParse(referer) ? new URL(referer) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol)) return null;
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  const isAddress = LIKE_ADDRESS.test(host) && ipaddr.isValid(host);
  const isName = /^[\w.-]+$/.test(host) && !isAddress;
  return isName && host.length <= MAX_LENGTH ? host : null;
}
