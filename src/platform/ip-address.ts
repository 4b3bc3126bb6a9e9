import ipaddr from 'ipaddr.js';

/** First octets of IPv4 blocks that are only partly public (IANA special-purpose registry). */
const MIXED_FIRST_OCTETS = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203]);
const FIRST_MULTICAST_OCTET = 224;
const PUBLIC_FIRST_OCTETS = new Set(
  Array.from({ length: FIRST_MULTICAST_OCTET }, (_, octet) => octet).filter(
    (octet) => !MIXED_FIRST_OCTETS.has(octet),
  ),
);

/** The only IPv6 block that is assigned for global unicast (RFC 4291, 2.4). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether a valid IP is global unicast, not special-purpose (IANA), 6to4, NAT64 or Teredo. */
export function isPublicAddress(address: string): boolean {
  // The first octet decides for most IPv4 addresses; parsing is slower.
  const firstOctet = Number(address.slice(0, address.indexOf('.')));
  if (PUBLIC_FIRST_OCTETS.has(firstOctet)) return true;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}
