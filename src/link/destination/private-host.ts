import { isIP } from 'node:net';
import { isPublicAddress } from '../../platform/ip-address.js';

/** Names that never leave the machine or the site (RFC 6761, 6762, 8375, 9476 and common use). */
const PRIVATE_NAMES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'ip6-localhost',
  'ip6-loopback',
];

/**
 * Whether the host is, or names by convention, an address that is not public. Names are not resolved:
 * it is the visitor's browser that goes there, and what a name means there is not known here.
 * @param hostname as the `URL` class gives it: numbers of all spellings are dotted decimals by then.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase();
  if (host === '') return true;
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return PRIVATE_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
}
