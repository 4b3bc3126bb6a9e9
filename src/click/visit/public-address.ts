import ipaddr from 'ipaddr.js';

/** First parts of the IPv4 addresses that are not all alike, by the registry of IANA for special purposes. */
const MIXED_STARTS = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203]);
const FIRST_MULTICAST_START = 224;
const PUBLIC_STARTS = new Set(
  Array.from({ length: FIRST_MULTICAST_START }, (_, start) => start).filter(
    (start) => !MIXED_STARTS.has(start),
  ),
);

/** Whether it is neither private nor set aside for a purpose. @throws when it is no address. */
export function isPublic(address: string): boolean {
  // Most need not be parsed to tell.
  const start = Number(address.slice(0, address.indexOf('.')));
  return PUBLIC_STARTS.has(start) || ipaddr.parse(address).range() === 'unicast';
}
