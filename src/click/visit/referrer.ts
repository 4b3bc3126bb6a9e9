import ipaddr from 'ipaddr.js';

/** The longest host name (RFC 1035, 2.3.4). */
const MAX_LENGTH = 253;

/** Skips the slower parser for hosts that cannot be addresses. */
const LIKE_ADDRESS = /^[\da-fx.]+$/;

/** Android apps send `android-app://` and their package name. */
const SCHEMES = new Set(['http:', 'https:', 'android-app:']);

/** Returns the host in lower case, or `null` for none or an address, which may identify a person. */
export function referrerHost(referer: string): string | null {
  const url = URL.canParse(referer) ? new URL(referer) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol)) return null;
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  const isAddress = LIKE_ADDRESS.test(host) && ipaddr.isValid(host);
  const isName = /^[\w.-]+$/.test(host) && !isAddress;
  return isName && host.length <= MAX_LENGTH ? host : null;
}
