import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { isPublicAddress } from './ip-address.js';

/** The first two octets of IPv4 blocks that contain special-purpose addresses. */
const SPECIAL_PREFIXES = [
  '0.0',
  '10.0',
  '100.64',
  '127.0',
  '169.254',
  '172.16',
  '192.0',
  '192.31',
  '192.52',
  '192.88',
  '192.168',
  '192.175',
  '198.18',
  '198.51',
  '203.0',
  '224.0',
  '240.0',
  '255.255',
];

describe(isPublicAddress.name, () => {
  const isUnicast = (address: string): boolean => ipaddr.parse(address).range() === 'unicast';

  it.each(SPECIAL_PREFIXES)('agrees with ipaddr.js on %s.0.0/16', (prefix) => {
    for (let third = 0; third < 256; third++) {
      const addresses = [0, 1, 255].map((fourth) => `${prefix}.${third}.${fourth}`);
      expect(addresses.map(isPublicAddress)).toEqual(addresses.map(isUnicast));
    }
  });

  it('agrees with ipaddr.js on all IPv4 blocks', () => {
    for (let block = 0; block < 65_536; block++) {
      const address = `${block >> 8}.${block & 255}.7.7`;
      if (isPublicAddress(address) !== isUnicast(address)) throw new Error(address);
    }
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(address)).toBe(isUnicast(address));
      }),
    );
  });

  it.each(['2001:4860:4860::8888', '2606:4700::1111', '2a00:1450::1', '3ffe::1', '2001:200::1'])(
    'is true for the global unicast address %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['IPv4-compatible', '::808:808'],
    ['IPv4-translated', '::ffff:0:8.8.8.8'],
    ['NAT64', '64:ff9b::808:808'],
    ['local NAT64', '64:ff9b:1::808:808'],
    ['discard-only', '100::1'],
    ['dummy prefix', '100:0:0:1::1'],
    ['Teredo', '2001::1'],
    ['benchmarking', '2001:2::1'],
    ['ORCHIDv2', '2001:20::1'],
    ['drone remote ID', '2001:30::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['6to4', '2002:808:808::1'],
    ['AS112', '2620:4f:8000::1'],
    ['segment routing', '5f00::1'],
    ['unassigned', '4000::1'],
    ['unassigned', '1000::1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd12:3456::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
  ])('is false for the %s address %s', (_kind, address) =>
    expect(isPublicAddress(address)).toBe(false),
  );

  it('judges an IPv4-mapped address by its IPv4 address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });

  it('is false for IPv6 addresses outside 2000::/3', () => {
    const outside = fc.ipV6().filter((address) => {
      const parsed = ipaddr.process(address);
      return parsed instanceof ipaddr.IPv6 && parsed.toByteArray()[0]! >> 5 !== 1;
    });
    fc.assert(
      fc.property(outside, (address) => {
        expect(isPublicAddress(address)).toBe(false);
      }),
    );
  });
});
